/** The living picture behind the page: sized, lit and paced here, painted with the graphics card or without. */

import { Glass } from "./glass.js";
import { gather } from "./lights.js";
import { lookOf } from "./look.js";
import { Marks } from "./marks.js";
import { Plane } from "./plane.js";
import { Wash } from "./wash.js";
import { weatherAt } from "./weather.js";

/** @import { Score } from "./score.js" */

const MOST_PIXELS = 3_700_000;

/** Twice as fast as this is fast enough: a screen of 120 pictures a second is given every other. */
const SHORTEST_MS = 10;

/** Slower than this for so many pictures, and it is painted coarser, so often at most. */
const SLOW_MS = 36;
const PATIENCE = 45;
const COARSER = [1, 0.7, 0.5];

/** In rem. On windows that are narrower, more lies below the Play button; the line of now is just above it. */
const NARROW = 40;

/** The moment of a chord that a still picture shows: when it has unfolded. */
const STILL_SECONDS = 5;

export class Scene {
  #canvas;
  #score;
  #marks = new Marks();
  #still = matchMedia("(prefers-reduced-motion: reduce)");
  /** @type {Glass | Wash} */
  #painter;
  #plane = new Plane(1, 1);
  #shown = "";
  #frame = 0;
  #rate = 44_100;
  #at = 0;
  #slow = 0;
  #coarse = 0;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {Score} score
   */
  constructor(canvas, score) {
    this.#canvas = canvas;
    this.#score = score;
    this.#painter = painterOn(canvas);
    canvas.addEventListener("webglcontextlost", (event) => event.preventDefault());
    canvas.addEventListener("webglcontextrestored", () => {
      this.#painter = painterOn(canvas);
      this.refresh();
    });
    new ResizeObserver(() => this.#measure()).observe(canvas);
    this.#measure();
  }

  /**
   * Show the moment of a frame; with reduced motion, that of its chord.
   * @param {number} frame
   * @param {number} rate frames a second
   */
  draw(frame, rate) {
    const ms = performance.now();
    if (ms - this.#at < SHORTEST_MS) {
      return;
    }
    this.#pace(ms - this.#at);
    this.#at = ms;
    const chord = this.#still.matches ? this.#score.chordAt(frame) : null;
    this.#frame = chord ? chord.frame + Math.min(chord.frames / 2, STILL_SECONDS * rate) : frame;
    this.#rate = rate;
    this.#paint(
      this.#still.matches ? `${chord?.frame} ${this.#score.edition}` : `${frame} ${this.#score.edition}`,
    );
  }

  /** Paint anew: the light of the page is another. */
  refresh() {
    this.#shown = "";
    this.#paint("anew");
  }

  /** @param {string} moment */
  #paint(moment) {
    if (moment === this.#shown || this.#plane.width < 1) {
      return;
    }
    this.#shown = moment;
    const look = lookOf(document.documentElement.dataset.theme);
    const [score, frame, rate, plane] = [this.#score, this.#frame, this.#rate, this.#plane];
    gather({ score, frame, rate, plane, look, marks: this.#marks });
    this.#painter.paint(plane, weatherAt(score, frame, rate, look), this.#marks, look);
  }

  /**
   * A device that cannot keep up is asked for fewer pixels.
   * @param {number} passed ms since the last picture
   */
  #pace(passed) {
    const behind = passed > SLOW_MS && passed < 10 * SLOW_MS;
    this.#slow = behind ? this.#slow + 1 : Math.max(0, this.#slow - 2);
    if (this.#slow > PATIENCE && this.#coarse < COARSER.length - 1) {
      this.#coarse += 1;
      this.#slow = 0;
      this.#measure();
    }
  }

  #measure() {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    const most = Math.sqrt(MOST_PIXELS / Math.max(1, width * height));
    const density = Math.min(2, devicePixelRatio || 1, most) * COARSER[this.#coarse];
    this.#canvas.width = Math.max(1, Math.round(width * density));
    this.#canvas.height = Math.max(1, Math.round(height * density));
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    this.#plane = new Plane(width, height, rem * (width < NARROW * rem ? 16.6 : 12.4));
    this.refresh();
  }
}

/** @param {HTMLCanvasElement} canvas */
function painterOn(canvas) {
  return (
    Glass.on(canvas) ??
    new Wash(/** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { alpha: false })))
  );
}
