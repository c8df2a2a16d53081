/** The piano roll: what sounded, what sounds, what comes, drawn round the line of now. */

import { bracket, dot, glow, held, struck } from "./brush.js";
import { clarity, glowing } from "./light.js";
import { inkOf } from "./palette.js";
import { Staff } from "./staff.js";

/** @import { Chord, Note } from "./protocol.js" */
/** @import { Score, Statement } from "./score.js" */
/** @import { Ink } from "./palette.js" */

/** In rem. */
const LONGEST_TAIL = 15;
/** In rem. */
const LETTER = 0.95;

export class Roll {
  #canvas;
  #c;
  #score;
  #still = matchMedia("(prefers-reduced-motion: reduce)");
  #drawn = "";
  #width = 0;
  #height = 0;
  #rem = 16;
  #family = "serif";
  #staff = new Staff(0, 16);
  #rate = 44_100;
  #now = 0;
  #nowX = 0;
  #perSecond = 60;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {Score} score
   */
  constructor(canvas, score) {
    this.#canvas = canvas;
    this.#c = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    this.#score = score;
    new ResizeObserver(() => this.#measure()).observe(canvas);
    this.#measure();
  }

  /**
   * Where the line of now stands, in CSS pixels from the canvas's left edge.
   * @param {number} x
   */
  set nowX(x) {
    this.#nowX = x;
    this.#drawn = "";
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
    this.#drawBars();
    this.#drawNow();
    for (const note of this.#score.notes) {
      this.#drawNote(note);
    }
    for (const statement of this.#score.statements) {
      this.#drawStatement(statement);
    }
    for (const chord of this.#score.chords) {
      this.#drawChord(chord);
    }
  }

  #measure() {
    const box = this.#canvas.getBoundingClientRect();
    const density = Math.min(2, devicePixelRatio || 1);
    this.#width = box.width;
    this.#height = box.height;
    this.#canvas.width = Math.round(box.width * density);
    this.#canvas.height = Math.round(box.height * density);
    this.#c.setTransform(density, 0, 0, density, 0, 0);
    this.#rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    this.#family = getComputedStyle(this.#canvas).fontFamily;
    this.#staff = new Staff(box.height, this.#rem);
    this.#perSecond = Math.min(5.2 * this.#rem, Math.max(2.3 * this.#rem, box.width / 20));
    this.#drawn = "";
  }

  /** @param {number} frame */
  #x(frame) {
    return this.#nowX + ((frame - this.#now) / this.#rate) * this.#perSecond;
  }

  /** As wide as the page's own margin. */
  get #margin() {
    return Math.min(4 * this.#rem, Math.max(this.#rem, this.#width * 0.04));
  }

  #drawBars() {
    const c = this.#c;
    const reach = (this.#width / this.#perSecond) * this.#rate;
    for (const { frame, opens } of this.#score.barLines(this.#now - reach, this.#now + reach)) {
      c.fillStyle = opens ? "rgb(255 255 255 / 0.13)" : "rgb(255 255 255 / 0.055)";
      c.fillRect(Math.round(this.#x(frame)), this.#rem * 3.4, 1, this.#height);
    }
  }

  #drawNow() {
    const c = this.#c;
    const line = c.createLinearGradient(0, 0, 0, this.#height);
    line.addColorStop(0.06, "rgb(255 255 255 / 0)");
    line.addColorStop(0.45, "rgb(255 255 255 / 0.32)");
    line.addColorStop(1, "rgb(255 255 255 / 0.75)");
    c.fillStyle = line;
    c.fillRect(this.#nowX - 0.75, 0, 1.5, this.#height);
  }

  /** @param {Note} note */
  #drawNote(note) {
    const start = this.#x(note.frame);
    const end = this.#x(note.frame + note.frames);
    if (end < 0 || start > this.#width) {
      return;
    }
    const ink = inkOf(note);
    this.#c.globalAlpha = clarity(note, ink, this.#now);
    this.#c.fillStyle = `rgb(${ink.rgb})`;
    this.#drawShape(note, ink, start, end);
    this.#c.globalAlpha = 1;
    this.#drawLight(note, ink, start);
  }

  /**
   * @param {Note} note
   * @param {Ink} ink
   * @param {number} start
   * @param {number} end
   */
  #drawShape(note, ink, start, end) {
    const y = this.#staff.y(note);
    if (ink.shape === "struck") {
      const tail = Math.min(end - start, LONGEST_TAIL * this.#rem);
      struck(this.#c, start, y, tail, Math.max(5, ink.height * this.#staff.semitone));
    } else if (ink.shape === "dot") {
      dot(this.#c, start, y, this.#staff.radius(note));
    } else {
      this.#drawHeld(start, end, y, ink.rgb, ink.height, ink.shape);
    }
  }

  /**
   * What has been heard of a held note is twice as clear as what is still to come.
   * @param {number} start
   * @param {number} end
   * @param {number} y
   * @param {string} rgb
   * @param {number} semitones its height
   * @param {"held" | "mist"} kind
   */
  #drawHeld(start, end, y, rgb, semitones, kind) {
    const c = this.#c;
    const height = semitones * Math.max(3.4, this.#staff.semitone);
    held(c, start, y, end - start, height, rgb, kind);
    if (start < this.#nowX && end > this.#nowX) {
      c.save();
      c.beginPath();
      c.rect(0, 0, this.#nowX, this.#height);
      c.clip();
      held(c, start, y, end - start, height, rgb, kind);
      c.restore();
    }
  }

  /**
   * @param {Note} note
   * @param {Ink} ink
   * @param {number} start
   */
  #drawLight(note, ink, start) {
    const strength = glowing(note, ink, this.#now, this.#rate);
    if (strength > 0.02) {
      const head = ink.shape === "dot" ? this.#staff.radius(note) : (ink.height * this.#staff.semitone) / 2;
      const x = ink.shape === "held" ? this.#nowX : start + head;
      glow(this.#c, x, this.#staff.y(note), this.#rem * ink.glow, ink.rgb, strength);
    }
  }

  /**
   * A bracket over the lead notes that say a motif.
   * @param {Statement} statement
   */
  #drawStatement(statement) {
    const start = this.#x(statement.frame);
    const end = this.#x(statement.frame + statement.frames) - this.#rem * 0.5;
    if (end < 0 || start > this.#width) {
      return;
    }
    const c = this.#c;
    const { rgb } = inkOf({ layer: "piano", voice: "lead" });
    const ahead = statement.frame > this.#now;
    const sounds = !ahead && this.#now < statement.frame + statement.frames;
    c.globalAlpha = sounds ? 0.8 : ahead ? 0.5 : 0.3;
    c.font = `italic ${this.#rem * LETTER}px ${this.#family}`;
    c.fillStyle = `rgb(${rgb})`;
    c.strokeStyle = `rgb(${rgb} / 0.5)`;
    bracket(c, statement.motif, start, this.#staff.above(statement.highest), end, this.#rem * LETTER);
    c.globalAlpha = 1;
  }

  /** @param {Chord} chord */
  #drawChord(chord) {
    const c = this.#c;
    const start = this.#x(chord.frame);
    const end = this.#x(chord.frame + chord.frames);
    if (end < 0 || start > this.#width) {
      return;
    }
    const sounds = chord.frame <= this.#now && this.#now < chord.frame + chord.frames;
    c.textBaseline = "alphabetic";
    c.font = `${this.#rem * 1.3}px ${this.#family}`;
    const symbol = chord.symbol;
    const room = c.measureText(symbol).width + this.#rem;
    const x = Math.max(start + 1, Math.min(this.#margin, end - room));
    c.fillStyle = sounds ? "rgb(255 255 255 / 0.96)" : "rgb(255 255 255 / 0.55)";
    c.fillText(symbol, x, this.#rem * 1.7);
    c.font = `${this.#rem * 0.85}px ${this.#family}`;
    c.fillStyle = sounds ? "rgb(255 255 255 / 0.72)" : "rgb(255 255 255 / 0.5)";
    c.fillText(chord.roman, x, this.#rem * 2.9);
  }
}
