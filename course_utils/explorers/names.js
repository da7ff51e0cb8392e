// Names for controls that ipywidgets leaves without one, so that screen readers can say them.
const PANEL = ".course-explorer";
const BUTTONS = { "fa-play": "play", "fa-pause": "pause", "fa-stop": "stop", "fa-retweet": "repeat" };

function nameAll(panel) {
  for (const handle of panel.querySelectorAll(".noUi-handle")) {
    const label = handle.closest(".widget-inline-hbox")?.querySelector(".widget-label");
    if (label) give(handle, label.textContent);
  }
  for (const button of panel.querySelectorAll(".widget-play button")) {
    const icon = [...(button.querySelector("i")?.classList ?? [])].find((name) => name in BUTTONS);
    if (icon) give(button, BUTTONS[icon]);
  }
}

function give(element, name) {
  if (element.getAttribute("aria-label") !== name) element.setAttribute("aria-label", name);
}

function render({ el }) {
  let observer = null;
  let waiting = 0;
  function start() {
    const panel = el.closest(PANEL);
    if (!panel) {
      waiting = requestAnimationFrame(start); // not on the page yet
      return;
    }
    observer = new MutationObserver(() => nameAll(panel));
    observer.observe(panel, { childList: true, subtree: true, attributeFilter: ["class"] });
    nameAll(panel);
  }
  start();
  return () => {
    cancelAnimationFrame(waiting);
    observer?.disconnect();
  };
}

export default { render };
