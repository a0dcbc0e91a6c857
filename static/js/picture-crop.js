/* Drawing the part of a picture to keep. The numbers beside it say the same and work without this script. */

const frame = document.querySelector("[data-crop]");
const form = document.getElementById("crop-form");

if (frame && form) {
  const canvas = frame.querySelector("canvas");
  const pen = canvas.getContext("2d");
  const names = ["left", "top", "width", "height"];
  const inputs = Object.fromEntries(names.map((name) => [name, form.elements[name]]));
  let from = null;

  const clamp = (value, low, high) => Math.min(high, Math.max(low, value));
  const number = (name) => {
    const value = Number.parseInt(inputs[name].value, 10);
    return Number.isFinite(value) ? value : 0;
  };

  function draw() {
    const { width, height } = frame.getBoundingClientRect();
    canvas.width = width;
    canvas.height = height;
    const [x, y] = [(number("left") / 100) * width, (number("top") / 100) * height];
    const [w, h] = [(number("width") / 100) * width, (number("height") / 100) * height];
    pen.fillStyle = "rgb(0 0 0 / 0.55)";
    pen.fillRect(0, 0, width, height);
    pen.clearRect(x, y, w, h);
    pen.lineWidth = 2;
    pen.strokeStyle = "#fff";
    pen.strokeRect(x, y, w, h);
  }

  function at(event) {
    const box = frame.getBoundingClientRect();
    return {
      x: clamp(((event.clientX - box.left) / box.width) * 100, 0, 100),
      y: clamp(((event.clientY - box.top) / box.height) * 100, 0, 100),
    };
  }

  function mark(to) {
    const left = Math.round(Math.min(from.x, to.x));
    const top = Math.round(Math.min(from.y, to.y));
    inputs.left.value = clamp(left, 0, 99);
    inputs.top.value = clamp(top, 0, 99);
    inputs.width.value = clamp(Math.round(Math.abs(to.x - from.x)), 1, 100 - inputs.left.value);
    inputs.height.value = clamp(Math.round(Math.abs(to.y - from.y)), 1, 100 - inputs.top.value);
    draw();
  }

  canvas.addEventListener("pointerdown", (event) => {
    from = at(event);
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => from && mark(at(event)));
  canvas.addEventListener("pointerup", () => {
    from = null;
  });
  form.addEventListener("input", draw);
  window.addEventListener("resize", draw);
  draw();
}
