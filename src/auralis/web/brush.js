/** The shapes that notes are painted with. */

const SPRITE = 96;

/** Distance from the middle of what is held, as a share of its height, and how dense it is there. */
const DENSITY = {
  held: [
    [0, 1],
    [0.09, 0.95],
    [0.14, 0.42],
    [0.28, 0.16],
    [0.5, 0],
  ],
  mist: [
    [0, 0.36],
    [0.12, 0.29],
    [0.28, 0.12],
    [0.5, 0],
  ],
};

/** @type {Map<string, HTMLCanvasElement>} */
const sprites = new Map();

/**
 * A struck note: a round head, and a tail that thins out as the sound dies away.
 * @param {CanvasRenderingContext2D} c
 * @param {number} x
 * @param {number} y the middle
 * @param {number} length
 * @param {number} height
 */
export function struck(c, x, y, length, height) {
  const r = height / 2;
  const end = x + Math.max(length, height * 2.5);
  const waist = (x + end) / 2;
  c.beginPath();
  c.arc(x + r, y, r, Math.PI * 0.5, Math.PI * 1.5);
  c.quadraticCurveTo(waist, y - r * 0.5, end, y);
  c.quadraticCurveTo(waist, y + r * 0.5, x + r, y + r);
  c.fill();
}

/**
 * A held note: a ribbon of light that swells and ebbs at its ends, round a thin core, or as mist without one.
 * @param {CanvasRenderingContext2D} c
 * @param {number} x
 * @param {number} y the middle
 * @param {number} length
 * @param {number} height
 * @param {string} rgb
 * @param {"held" | "mist"} kind
 */
export function held(c, x, y, length, height, rgb, kind) {
  const ribbon = painted(`${kind} ${rgb}`, (brush) => paintRibbon(brush, rgb, DENSITY[kind]));
  const third = SPRITE / 3;
  const end = Math.min(length / 2, height * 1.6);
  const top = y - height / 2;
  c.drawImage(ribbon, 0, 0, third, SPRITE, x, top, end, height);
  c.drawImage(ribbon, third, 0, third, SPRITE, x + end, top, length - 2 * end, height);
  c.drawImage(ribbon, third * 2, 0, third, SPRITE, x + length - end, top, end, height);
}

/**
 * A stroke without a pitch: a dot.
 * @param {CanvasRenderingContext2D} c
 * @param {number} x its beginning
 * @param {number} y the middle
 * @param {number} radius
 */
export function dot(c, x, y, radius) {
  c.beginPath();
  c.arc(x + radius, y, radius, 0, Math.PI * 2);
  c.fill();
}

/**
 * A bracket over a passage, as octave signs are written: a letter, a line, and a hook that points to its end.
 * @param {CanvasRenderingContext2D} c its font and fill are the letter's, its stroke is the line's
 * @param {string} letter
 * @param {number} x
 * @param {number} y of the line
 * @param {number} end
 * @param {number} size of the letter
 */
export function bracket(c, letter, x, y, end, size) {
  c.textBaseline = "alphabetic";
  c.fillText(letter, x, y + size * 0.34);
  const start = x + c.measureText(letter).width + size * 0.4;
  if (start < end) {
    c.beginPath();
    c.moveTo(start, y);
    c.lineTo(end, y);
    c.lineTo(end, y + size * 0.5);
    c.stroke();
  }
}

/**
 * The light around a note that sounds now.
 * @param {CanvasRenderingContext2D} c
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 * @param {string} rgb
 * @param {number} strength 0 to 1
 */
export function glow(c, x, y, radius, rgb, strength) {
  c.save();
  c.globalCompositeOperation = "screen";
  c.globalAlpha = strength;
  const light = painted(`light ${rgb}`, (brush) => paintLight(brush, rgb));
  c.drawImage(light, x - radius, y - radius, radius * 2, radius * 2);
  c.restore();
}

/**
 * A sprite, painted when it is first asked for.
 * @param {string} name
 * @param {(brush: CanvasRenderingContext2D) => void} paint
 */
function painted(name, paint) {
  const known = sprites.get(name);
  if (known) {
    return known;
  }
  const sprite = document.createElement("canvas");
  sprite.width = sprite.height = SPRITE;
  paint(/** @type {CanvasRenderingContext2D} */ (sprite.getContext("2d")));
  sprites.set(name, sprite);
  return sprite;
}

/**
 * @param {CanvasRenderingContext2D} brush
 * @param {string} rgb
 */
function paintLight(brush, rgb) {
  const middle = SPRITE / 2;
  const light = brush.createRadialGradient(middle, middle, 0, middle, middle, middle);
  light.addColorStop(0, `rgb(${rgb} / 0.9)`);
  light.addColorStop(0.18, `rgb(${rgb} / 0.4)`);
  light.addColorStop(0.5, `rgb(${rgb} / 0.1)`);
  light.addColorStop(1, `rgb(${rgb} / 0)`);
  brush.fillStyle = light;
  brush.fillRect(0, 0, SPRITE, SPRITE);
}

/**
 * Soft above and below the middle, fading out over the first and the last third.
 * @param {CanvasRenderingContext2D} brush
 * @param {string} rgb
 * @param {number[][]} density
 */
function paintRibbon(brush, rgb, density) {
  const across = brush.createLinearGradient(0, 0, 0, SPRITE);
  for (const [at, alpha] of density) {
    across.addColorStop(0.5 - at, `rgb(${rgb} / ${alpha})`);
    across.addColorStop(0.5 + at, `rgb(${rgb} / ${alpha})`);
  }
  brush.fillStyle = across;
  brush.fillRect(0, 0, SPRITE, SPRITE);
  const along = brush.createLinearGradient(0, 0, SPRITE, 0);
  along.addColorStop(0, "rgb(0 0 0 / 0)");
  along.addColorStop(1 / 3, "rgb(0 0 0 / 1)");
  along.addColorStop(2 / 3, "rgb(0 0 0 / 1)");
  along.addColorStop(1, "rgb(0 0 0 / 0)");
  brush.globalCompositeOperation = "destination-in";
  brush.fillStyle = along;
  brush.fillRect(0, 0, SPRITE, SPRITE);
}
