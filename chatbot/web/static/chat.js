// The chat: puts Gradio into the page, adds turns, and says what happens.
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

  // A link from another page may bring a question along; it stands after the hash, so that no server sees it.
  function brought() {
    const asked = new URLSearchParams(location.hash.slice(1)).get("ask");
    if (!asked) return;
    history.replaceState(null, "", location.pathname);
    fill(asked);
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
    brought();
  }

  // As if it had been typed.
  function fill(text) {
    const set = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set;
    set.call(box(), text);
    box().dispatchEvent(new Event("input", { bubbles: true }));
    box().focus();
  }

  // A button that says something puts it into the question box.
  function tell(button) {
    fill(button.dataset.say);
    if (button.dataset.sends) requestAnimationFrame(() => by("send").click());
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.(".say");
    if (button) tell(button);
  });

  document.addEventListener("DOMContentLoaded", () => {
    const app = document.createElement("gradio-app");
    const attributes = { src: location.origin + by("chat").dataset.from, embed: "false", eager: "true", info: "false", container: "false", control_page_title: "false" };
    for (const [name, value] of Object.entries(attributes)) app.setAttribute(name, value);
    by("chat").append(app);
  });

  return { ready, conversation, country, busy, done, cleared };
})();
