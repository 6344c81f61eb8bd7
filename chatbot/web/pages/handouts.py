"""Pages to print as answers of the server."""

from fastapi.responses import Response

from chatbot.handout.blocks import Paper, Sheet
from chatbot.handout.setting import make


def printed(sheet: Sheet, paper: Paper, name: str) -> Response:
    """Return a sheet as a PDF that opens in the browser, to be kept under a name."""
    shown = {"content-disposition": f'inline; filename="{name}.pdf"'}
    return Response(make(sheet, paper), media_type="application/pdf", headers=shown)
