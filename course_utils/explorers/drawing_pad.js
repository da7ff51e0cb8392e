// A square to draw on. `value` is a list of strokes, and a stroke a list of points [x, y] from 0 to 1.
const SIDE = 224; // pixels of the screen
const PAUSE = 120; // ms between two messages to Python while a stroke grows

function render({ model, el }) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIDE;
  canvas.style.cssText = "border:1px solid #8888;background:white;touch-action:none;cursor:crosshair";
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", model.get("description"));
  const pen = canvas.getContext("2d");
  Object.assign(pen, { lineWidth: SIDE / 12, lineCap: "round", lineJoin: "round" });

  let strokes = structuredClone(model.get("value"));
  let drawing = false;
  let timer = null;

  function draw() {
    pen.clearRect(0, 0, SIDE, SIDE);
    for (const stroke of strokes) {
      pen.beginPath();
      stroke.forEach(([x, y], k) => (k ? pen.lineTo(x * SIDE, y * SIDE) : pen.moveTo(x * SIDE, y * SIDE)));
      if (stroke.length === 1) pen.lineTo(stroke[0][0] * SIDE, stroke[0][1] * SIDE);
      pen.stroke();
    }
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
