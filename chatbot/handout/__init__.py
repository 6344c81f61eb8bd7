"""Hand-outs: any reply, entry or checklist as a page to print, as a PDF."""
