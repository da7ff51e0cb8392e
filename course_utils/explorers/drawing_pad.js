// A square to draw on. `value` is a list of strokes, and a stroke a list of points [x, y] from 0 to 1.
const SIDE = 224; // pixels of the screen
const PAUSE = 120; // ms between two messages to Python while a stroke grows
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1], " ": [0, 0] };
const STRIDE = 1 / 24; // of the pad, for each press of an arrow key

function render({ model, el }) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIDE;
  canvas.style.cssText = "border:1px solid #8888;background:white;touch-action:none;cursor:crosshair";
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "application"); // so that screen readers leave it the arrow keys
  canvas.setAttribute("aria-label", model.get("description"));
  const pen = canvas.getContext("2d");
  Object.assign(pen, { lineWidth: SIDE / 12, lineCap: "round", lineJoin: "round" });

  let strokes = structuredClone(model.get("value"));
  let drawing = false;
  let timer = null;
  let at = null; // where the pen is that keys move; null before the first key
  let down = false;

  function draw() {
    pen.clearRect(0, 0, SIDE, SIDE);
    for (const stroke of strokes) {
      pen.beginPath();
      stroke.forEach(([x, y], k) => (k ? pen.lineTo(x * SIDE, y * SIDE) : pen.moveTo(x * SIDE, y * SIDE)));
      if (stroke.length === 1) pen.lineTo(stroke[0][0] * SIDE, stroke[0][1] * SIDE);
      pen.stroke();
    }
    if (at === null || document.activeElement !== canvas) return;
    pen.beginPath(); // a dot where the pen is down, a ring where it is lifted
    pen.arc(at[0] * SIDE, at[1] * SIDE, 6, 0, 2 * Math.PI);
    pen.save();
    Object.assign(pen, { lineWidth: 3, strokeStyle: "#e69f00", fillStyle: "#e69f00" });
    down ? pen.fill() : pen.stroke();
    pen.restore();
  }

  function send() {
    clearTimeout(timer);
    timer = null;
    model.set("value", structuredClone(strokes));
    model.save_changes();
  }

  function place(event) {
    const box = canvas.getBoundingClientRect();
    const part = (at, start, size) => Math.min(1, Math.max(0, (at - start) / size));
    return [part(event.clientX, box.left, box.width), part(event.clientY, box.top, box.height)];
  }

  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    drawing = true;
    down = false;
    strokes.push([place(event)]);
    draw();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!drawing) return;
    strokes.at(-1).push(place(event));
    draw();
    timer ??= setTimeout(send, PAUSE);
  });
  for (const end of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(end, () => {
      if (drawing) send();
      drawing = false;
    });
  }

  canvas.addEventListener("keydown", (event) => {
    const way = KEYS[event.key];
    if (!way) return;
    event.preventDefault();
    event.stopPropagation(); // JupyterLab would go to another cell
    at = at ? at.map((x, axis) => Math.min(1, Math.max(0, x + way[axis] * STRIDE))) : [0.5, 0.5];
    if (event.key === " ") {
      down = !down;
      if (down) strokes.push([]);
    }
    if (down) strokes.at(-1).push([...at]);
    draw();
    if (down) timer ??= setTimeout(send, PAUSE);
  });
  for (const change of ["focus", "blur"]) canvas.addEventListener(change, draw);

  function button(words, hint, press) {
    const made = document.createElement("button");
    made.className = "jupyter-button widget-button";
    made.style.cssText = "width:100px;margin:4px 4px 4px 0";
    made.textContent = words;
    made.title = hint;
    made.addEventListener("click", press);
    return made;
  }

  function replace(others) {
    down = false;
    strokes = structuredClone(others);
    draw();
    send();
  }

  let next = 0;
  const clear = button("clear", "Take all ink away", () => replace([]));
  const example = button("example", "Draw the next of ten digits", () => {
    const examples = model.get("examples");
    replace(examples[next++ % examples.length]);
  });

  function follow() {
    if (drawing || timer) return; // what is on the screen is newer
    down = false;
    strokes = structuredClone(model.get("value"));
    draw();
  }

  model.on("change:value", follow);
  const row = document.createElement("div");
  row.append(clear, example);
  el.append(canvas, row);
  draw();
  return () => model.off("change:value", follow);
}

export default { render };
