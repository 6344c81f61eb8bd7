// What the page needs of its own: adding turns, saying what happens, and showing the meaning of words.
// Source cards open and close by the browser's popovers; folds are details elements.
window.chatPage = (() => {
  const GAP = 8;
  const PATIENCE = 5000; // after so many milliseconds it is asked whether the server is still there
  const by = (id) => document.getElementById(id);
  const box = () => document.querySelector("#question textarea");
  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  const touch = () => matchMedia("(pointer: coarse)").matches;

  function conversation(element, props, watch) {
    watch("value", () => (props.value ? add(props.value) : by("turns").replaceChildren()));
  }

  function add(html) {
    by("turns").insertAdjacentHTML("beforeend", html);
    const turn = by("turns").lastElementChild;
    say(turn.dataset.ready);
    // After the start page is gone, or it would move under what was scrolled to.
    requestAnimationFrame(() => requestAnimationFrame(() => arrive(turn)));
  }

  function arrive(turn) {
    const heading = turn.querySelector("h2");
    // Whoever typed with a keyboard goes on typing; everyone else is taken to the answer.
    if (document.activeElement !== box() || touch()) heading.focus({ preventScroll: true });
    turn.scrollIntoView({ block: "start", behavior: calm() ? "auto" : "smooth" });
  }

  let waiting = 0;

  function say(text, look = "") {
    by("status").className = look;
    by("status").textContent = text;
  }

  function busy() {
    say(by("status").dataset.searching, "busy");
    clearTimeout(waiting);
    waiting = setTimeout(ask, PATIENCE);
  }

  // Gradio waits for ever for a server that is gone; the reader should not.
  function ask() {
    const lost = () => say(by("status").dataset.lost, "lost");
    fetch("./", { method: "HEAD" }).then(() => { waiting = setTimeout(ask, PATIENCE); }, lost);
  }

  function done() {
    clearTimeout(waiting);
    if (by("status").className) say("");
    const hint = document.querySelector("#hint .hint");
    box().toggleAttribute("aria-invalid", Boolean(hint));
    if (hint) box().focus();
  }

  function cleared() {
    say("");
    box().focus();
  }

  function country(element, props) {
    const select = element.querySelector("select");
    // A reload may keep what the browser remembers instead of what the page starts with.
    select.value = props.value;
    select.addEventListener("change", () => { props.value = select.value; });
  }

  // The question box sticks to the bottom; what is focused above it must not hide behind it.
  function ready() {
    const composer = by("composer");
    box().id = "question-box"; // its label stands beside the country
    box().setAttribute("aria-describedby", "hint");
    new ResizeObserver(() => {
      const sticks = getComputedStyle(composer).position === "sticky";
      const room = sticks ? composer.offsetHeight + GAP : 0;
      document.documentElement.style.scrollPaddingBottom = `${room}px`;
    }).observe(composer);
  }

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

  // A button that says something puts it into the question box, as if it had been typed.
  function tell(button) {
    const set = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set;
    set.call(box(), button.dataset.say);
    box().dispatchEvent(new Event("input", { bubbles: true }));
    box().focus();
    if (button.dataset.sends) requestAnimationFrame(() => by("send").click());
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.(".say");
    if (button) tell(button);
  });

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

  return { ready, conversation, country, busy, done, cleared };
})();
