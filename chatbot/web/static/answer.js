// What an answer needs: the meaning of words, source cards that take the focus, and what a reader can do with it.
// Source cards open and close by the browser's popovers; folds are details elements.
(() => {
  const GAP = 8;
  const by = (id) => document.getElementById(id);

  const tip = document.createElement("div");
  tip.id = "meaning";
  tip.setAttribute("aria-hidden", "true"); // the button's description says the same
  tip.hidden = true;
  let shownFor = null;

  function show(word) {
    if (!tip.isConnected) document.body.append(tip);
    tip.textContent = by(word.getAttribute("aria-describedby")).textContent;
    tip.hidden = false;
    shownFor = word;
    const at = word.getBoundingClientRect();
    const left = Math.min(at.left, innerWidth - tip.offsetWidth - GAP);
    const below = at.bottom + GAP / 2;
    const fits = below + tip.offsetHeight < innerHeight;
    tip.style.left = `${Math.max(GAP, left)}px`;
    tip.style.top = `${fits ? below : Math.max(GAP, at.top - tip.offsetHeight - GAP / 2)}px`;
  }

  function hide() {
    tip.hidden = true;
    shownFor = null;
  }

  const word = (event) => event.target.closest?.(".word");
  const leaves = (event) => shownFor && event.relatedTarget !== tip && event.relatedTarget !== shownFor;

  document.addEventListener("click", (event) => (word(event) ? show(word(event)) : hide()));
  document.addEventListener("focusin", (event) => word(event) && show(word(event)));
  document.addEventListener("focusout", (event) => word(event) && hide());
  document.addEventListener("pointerover", (event) => word(event) && show(word(event)));
  document.addEventListener("pointerout", (event) => {
    const from = word(event) || (event.target === tip && tip);
    if (from && leaves(event) && document.activeElement !== shownFor) hide();
  });
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  addEventListener("scroll", () => shownFor && show(shownFor), { passive: true });

  // A source card takes the focus when it opens; the browser hands it back when it closes.
  document.addEventListener("toggle", (event) => {
    if (event.target.matches?.(".source-card") && event.newState === "open") event.target.focus();
  }, true);

  // What happened is said once, politely, and shown beside the button.
  function tell(near, text) {
    let said = near.querySelector(":scope > .said");
    if (!said) {
      said = document.createElement("span");
      said.className = "said";
      said.setAttribute("role", "status");
      near.append(said);
    }
    said.textContent = "";
    requestAnimationFrame(() => { said.textContent = text; });
  }

  async function copy(button, text) {
    const bar = button.parentElement;
    try {
      await navigator.clipboard.writeText(text);
      tell(bar, button.dataset.done);
    } catch {
      tell(bar, bar.dataset.failed);
    }
  }

  // On paper everything is unfolded, and of a conversation only the answer that was chosen is printed.
  function print(turn) {
    const folded = [...turn.querySelectorAll("details:not([open])")];
    folded.forEach((one) => { one.open = true; });
    document.body.classList.add("printing");
    turn.classList.add("printed");
    addEventListener("afterprint", () => {
      folded.forEach((one) => { one.open = false; });
      document.body.classList.remove("printing");
      turn.classList.remove("printed");
    }, { once: true });
    window.print();
  }

  function why(button) {
    const reasons = button.form.querySelector("fieldset");
    reasons.hidden = false;
    reasons.querySelector("input").focus();
  }

  async function send(form, helpful) {
    const reasons = helpful ? [] : [...form.querySelectorAll("input:checked")].map((box) => box.value);
    const body = JSON.stringify({ answer_id: form.dataset.answer, helpful, reasons });
    const sent = await fetch("/api/feedback", { method: "POST", headers: { "content-type": "application/json" }, body })
      .then((response) => response.ok, () => false);
    if (!sent) return tell(form, form.dataset.failed);
    form.replaceChildren();
    form.tabIndex = -1;
    form.focus();
    return tell(form, form.dataset.thanks);
  }

  const acts = {
    copy: (button) => copy(button, button.dataset.text),
    share: (button) => copy(button, location.origin + button.dataset.path),
    print: (button) => print(button.closest(".turn")),
    why,
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-act]");
    if (button) acts[button.dataset.act](button);
  });

  document.addEventListener("submit", (event) => {
    if (!event.target.matches(".feedback")) return;
    event.preventDefault();
    send(event.target, event.submitter.value === "yes");
  });

  // On a page without a question box, what can be asked is asked on the page that has one.
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.(".say");
    if (button && !by("chat")) location.href = `/#ask=${encodeURIComponent(button.dataset.say)}`;
  });
})();
