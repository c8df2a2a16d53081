/** The piano roll: what sounded, what sounds, what comes, drawn round the line of now. */

import { inkOf } from "../music/palette.js";
import { Staff } from "./staff.js";
import { hueOfChord } from "./weather.js";

/** @import { Chord, Note } from "../station/protocol.js" */
/** @import { Score, Statement } from "./score.js" */

/** Where now is, as a share of the width. */
const NOW = 0.22;
const SECONDS_IN_SIGHT = 24;

export class Roll {
  #canvas;
  #c;
  #score;
  #still = matchMedia("(prefers-reduced-motion: reduce)");
  #drawn = "";
  #width = 0;
  #height = 0;
  #rem = 16;
  #staff = new Staff(0, 16);
  #text = "";
  #serif = "serif";
  #day = false;
  #rate = 44_100;
  #now = 0;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {Score} score
   */
  constructor(canvas, score) {
    this.#canvas = canvas;
    this.#c = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    this.#score = score;
    new ResizeObserver(() => this.refresh()).observe(canvas);
  }

  /**
   * Draw the picture of a frame; with reduced motion there is one picture a bar, with its first beat at the line.
   * @param {number} frame
   * @param {number} rate frames a second
   */
  draw(frame, rate) {
    const shown = this.#still.matches ? this.#score.barAt(frame) : frame;
    const picture = `${shown} ${this.#score.edition}`;
    if (picture === this.#drawn || this.#width === 0) {
      return;
    }
    this.#drawn = picture;
    this.#now = shown;
    this.#rate = rate;
    this.#c.clearRect(0, 0, this.#width, this.#height);
    for (const chord of this.#score.chords) {
      this.#drawChord(chord);
    }
    this.#drawLines();
    for (const note of this.#score.notes) {
      this.#drawNote(note);
    }
    for (const statement of this.#score.statements) {
      this.#drawStatement(statement);
    }
    this.#c.globalAlpha = 1;
  }

  /** Size and colours may be others; the next picture is drawn anew. */
  refresh() {
    const { clientWidth, clientHeight } = this.#canvas;
    const density = Math.min(2, devicePixelRatio || 1);
    this.#width = clientWidth;
    this.#height = clientHeight;
    this.#canvas.width = Math.round(clientWidth * density);
    this.#canvas.height = Math.round(clientHeight * density);
    this.#c.setTransform(density, 0, 0, density, 0, 0);
    const style = getComputedStyle(this.#canvas);
    this.#text = style.color;
    this.#serif = style.fontFamily;
    this.#rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    this.#day = document.documentElement.dataset.theme === "light";
    this.#staff = new Staff(clientHeight, this.#rem);
    this.#drawn = "";
  }

  /** @param {number} frame */
  #x(frame) {
    const perSecond = Math.max(1.5 * this.#rem, this.#width / SECONDS_IN_SIGHT);
    return this.#width * NOW + ((frame - this.#now) / this.#rate) * perSecond;
  }

  /**
   * Both ends of something in pixels, and whether it is behind, at or ahead of now; null when it is out of sight.
   * @param {{ frame: number, frames: number }} span
   * @returns {{ start: number, end: number, tense: "ahead" | "now" | "behind" } | null}
   */
  #place({ frame, frames }) {
    const [start, end] = [this.#x(frame), this.#x(frame + frames)];
    const tense = frame > this.#now ? "ahead" : frame + frames < this.#now ? "behind" : "now";
    return end < 0 || start > this.#width ? null : { start, end, tense };
  }

  #drawLines() {
    const c = this.#c;
    const reach = this.#rate * 60;
    c.fillStyle = this.#text;
    for (const { frame, opens } of this.#score.barLines(this.#now - reach, this.#now + reach)) {
      c.globalAlpha = opens ? 0.3 : 0.12;
      c.fillRect(Math.round(this.#x(frame)), this.#rem * 3.4, 1, this.#height);
    }
    c.globalAlpha = 0.85;
    c.fillRect(this.#x(this.#now) - 0.75, this.#rem * 3.4, 1.5, this.#height);
  }

  /** @param {Note} note */
  #drawNote(note) {
    const place = this.#place(note);
    if (!place) {
      return;
    }
    const c = this.#c;
    const ink = inkOf(note);
    const force = Math.min(1, 0.55 + note.velocity / 180);
    const soft = ink.shape === "mist" ? 0.14 : ink.shape === "held" ? 0.5 : 1;
    c.globalAlpha = force * soft * { ahead: 0.72, now: 1, behind: 0.38 }[place.tense];
    c.fillStyle = `rgb(${this.#day ? ink.day : ink.rgb})`;
    const y = this.#staff.y(note);
    c.beginPath();
    if (ink.shape === "dot") {
      const radius = this.#staff.radius(note);
      c.arc(place.start + radius, y, radius, 0, Math.PI * 2);
    } else {
      const height = Math.max(3, ink.height * this.#staff.semitone);
      c.roundRect(
        place.start,
        y - height / 2,
        Math.max(height, place.end - place.start - 1),
        height,
        height / 2,
      );
    }
    c.fill();
  }

  /**
   * A bracket over the lead notes that say a motif, as octave signs are written.
   * @param {Statement} statement
   */
  #drawStatement(statement) {
    const place = this.#place(statement);
    if (!place) {
      return;
    }
    const c = this.#c;
    const [y, size] = [this.#staff.above(statement.highest), 0.95 * this.#rem];
    const end = place.end - this.#rem * 0.5;
    c.globalAlpha = { ahead: 0.75, now: 1, behind: 0.45 }[place.tense];
    c.font = `italic ${size}px ${this.#serif}`;
    c.fillStyle = c.strokeStyle = this.#text;
    c.fillText(statement.motif, place.start, y + size * 0.34);
    const start = place.start + c.measureText(statement.motif).width + size * 0.4;
    if (start < end) {
      c.beginPath();
      c.moveTo(start, y);
      c.lineTo(end, y);
      c.lineTo(end, y + size * 0.5);
      c.stroke();
    }
  }

  /**
   * A chord's name and numeral over its stretch of its colour; they stay in sight for as long as it does.
   * @param {Chord} chord
   */
  #drawChord(chord) {
    const place = this.#place(chord);
    if (!place) {
      return;
    }
    const c = this.#c;
    const { start, end, tense } = place;
    c.globalAlpha = tense === "now" ? 0.2 : 0.09;
    c.fillStyle = `oklch(0.6 0.13 ${hueOfChord(chord)})`;
    c.fillRect(start, 0, end - start - 1, this.#height);
    c.globalAlpha = tense === "now" ? 1 : 0.75;
    c.fillStyle = this.#text;
    c.font = `${this.#rem * 1.3}px ${this.#serif}`;
    const room = c.measureText(chord.symbol).width + this.#rem;
    const x = Math.max(start, Math.min(0, end - room)) + this.#rem * 0.4;
    c.fillText(chord.symbol, x, this.#rem * 1.6);
    c.font = `${this.#rem * 0.85}px ${this.#serif}`;
    c.fillText(chord.roman, x, this.#rem * 2.8);
  }
}
