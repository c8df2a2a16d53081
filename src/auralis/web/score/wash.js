/** Paints the scene without a graphics card: the same sky and the same marks, simpler. */

import { ARC, BAND, COLUMNS, RING } from "./marks.js";

/** @import { Rgb } from "../music/palette.js" */
/** @import { Look } from "./look.js" */
/** @import { Marks } from "./marks.js" */
/** @import { Plane } from "./plane.js" */
/** @import { Weather } from "./weather.js" */

/** How strong a glow is by the distance from its middle: with a core, and without. */
const POINT = [
  [0, 0.9],
  [0.16, 0.3],
  [0.5, 0.08],
];
const CLOUD = [
  [0, 0.55],
  [0.3, 0.38],
  [0.65, 0.1],
];

export class Wash {
  #c;

  /** @param {CanvasRenderingContext2D} c */
  constructor(c) {
    this.#c = c;
  }

  /**
   * @param {Plane} plane
   * @param {Weather} weather
   * @param {Marks} marks
   * @param {Look} look
   */
  paint(plane, weather, marks, look) {
    const c = this.#c;
    const density = c.canvas.width / plane.width;
    c.setTransform(density, 0, 0, density, 0, 0);
    c.globalCompositeOperation = "source-over";
    this.#paintGround(plane, weather);
    c.globalCompositeOperation = look.day ? "multiply" : "lighter";
    for (const { x, strength, rgb } of weather.curtains) {
      this.#glow([plane.width * (0.5 + 0.4 * x), plane.horizon], plane.width * 0.3, 0.9, rgb, strength * 0.5);
    }
    const { x, strength, rgb } = weather.deep;
    this.#glow([plane.width * (0.5 + x / 2), plane.height], plane.width * 0.5, 0.5, rgb, strength);
    for (let i = 0; i < marks.count; i++) {
      this.#mark(marks.data.subarray(i * COLUMNS, (i + 1) * COLUMNS));
    }
  }

  /**
   * @param {Plane} plane
   * @param {Weather} weather
   */
  #paintGround({ width, height, horizon, now }, { zenith, skyline, tints }) {
    const ground = this.#c.createLinearGradient(0, 0, 0, height);
    const wet = mix(skyline, tints[0], 0.2);
    ground.addColorStop(0, css(zenith, 1));
    ground.addColorStop(horizon / height, css(skyline, 1));
    ground.addColorStop(now / height, css(mix(zenith, wet, 0.6), 1));
    ground.addColorStop(1, css(zenith, 1));
    this.#c.fillStyle = ground;
    this.#c.fillRect(0, 0, width, height);
  }

  /** @param {Float32Array} mark */
  #mark([x0, y0, x1, y1, r0, r1, form, kind, r, g, b, strength]) {
    const c = this.#c;
    const rgb = /** @type {Rgb} */ ([r, g, b]);
    if ((kind === BAND || kind === ARC) && r0 > 3) {
      return;
    }
    if (kind !== ARC && kind !== BAND && kind !== RING) {
      this.#glow([x0, y0], r0 * 0.8, form, rgb, strength);
      return;
    }
    c.strokeStyle = css(rgb, strength * (kind === BAND ? 0.5 : 0.8));
    c.lineWidth = kind === RING ? 1.5 : Math.max(1, kind === BAND ? r0 + r1 : r0);
    c.beginPath();
    if (kind === RING) {
      c.ellipse(x0, y0, r0 * 0.85, r0 * 0.85 * form, 0, 0, 2 * Math.PI);
    } else {
      c.moveTo(x0, kind === ARC ? y0 + form : y0);
      c.quadraticCurveTo(
        (x0 + x1) / 2,
        kind === ARC ? y0 - form : (y0 + y1) / 2,
        x1,
        kind === ARC ? y1 + form : y1,
      );
    }
    c.stroke();
  }

  /**
   * @param {[number, number]} middle
   * @param {number} radius
   * @param {number} form its height as a share of its width
   * @param {Rgb} rgb
   * @param {number} strength
   */
  #glow([x, y], radius, form, rgb, strength) {
    const c = this.#c;
    const light = c.createRadialGradient(0, 0, 0, 0, 0, radius);
    for (const [at, share] of form === 1 ? POINT : CLOUD) {
      light.addColorStop(at, css(rgb, strength * share));
    }
    light.addColorStop(1, css(rgb, 0));
    c.save();
    c.translate(x, y);
    c.scale(1, form);
    c.fillStyle = light;
    c.fillRect(-radius, -radius, 2 * radius, 2 * radius);
    c.restore();
  }
}

/**
 * @param {Rgb} rgb
 * @param {number} alpha
 */
function css(rgb, alpha) {
  return `rgb(${rgb.map((part) => Math.round(255 * part)).join(" ")} / ${Math.min(1, alpha).toFixed(3)})`;
}

/**
 * @param {Rgb} a
 * @param {Rgb} b
 * @param {number} share of b
 * @returns {Rgb}
 */
function mix(a, b, share) {
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share];
}
