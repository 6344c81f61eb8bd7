// The reviewers' pages work without this; with it one key scores, and the bar of a run moves by itself.
document.addEventListener("DOMContentLoaded", () => {
  const form = document.getElementById("scores");
  const run = document.getElementById("run");
  if (form) scoring(form);
  if (run) watch(run);
});

function scoring(form) {
  const help = document.querySelector(".keys");
  const box = document.getElementById("keys");
  const claims = [...document.querySelectorAll(".claim[tabindex]")];
  const scales = [...form.querySelectorAll("fieldset.scale")];
  let at = -1;
  help.hidden = false;
  box.checked = localStorage.getItem("review-keys") !== "off";
  box.addEventListener("change", () => localStorage.setItem("review-keys", box.checked ? "on" : "off"));

  const chosen = (scale) => scale.querySelector("input:checked");
  const open = () => scales.find((scale) => scale.contains(document.activeElement) && !chosen(scale)) || scales.find((scale) => !chosen(scale));

  function go(step) {
    if (!claims.length) return;
    at = Math.min(Math.max(at + step, 0), claims.length - 1);
    claims[at].focus();
    claims[at].scrollIntoView({ block: "nearest" });
  }

  function give(step) {
    const scale = open();
    if (!scale) return;
    const input = scale.querySelector(`input[value="${step}"]`);
    input.checked = true;
    input.focus();
  }

  function undo() {
    const last = scales.filter(chosen).pop();
    if (!last) return;
    chosen(last).checked = false;
    last.querySelector("input").focus();
  }

  document.addEventListener("keydown", (event) => {
    if (!box.checked || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("textarea, select, input:not([type=radio], [type=checkbox])")) return;
    const acts = { j: () => go(1), k: () => go(-1), u: undo, s: () => form.requestSubmit() };
    if (form.dataset.skip) acts.n = () => { location.href = form.dataset.skip; };
    const act = /^[0-4]$/.test(event.key) ? () => give(event.key) : acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}

function watch(run) {
  const bar = run.querySelector("progress");
  const says = run.querySelector("[role=status]");
  let told = 0;

  async function look() {
    const answer = await fetch(run.dataset.progress);
    if (!answer.ok) return location.reload();
    const now = await answer.json();
    if (now.state !== "running") return location.reload();
    if (now.total) {
      bar.max = now.total;
      bar.value = now.done;
      // Heard at most every ten seconds, seen each time.
      if (Date.now() - told > 10000) {
        told = Date.now();
        says.textContent = run.dataset.asked.replace("DONE", now.done).replace("TOTAL", now.total);
      }
    }
    setTimeout(look, 1000);
  }

  setTimeout(look, 1000);
}
