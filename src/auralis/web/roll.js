/** The piano roll: what sounded, what sounds, what comes, drawn round the line of now. */

import { glow, held, struck } from "./brush.js";
import { inkOf } from "./palette.js";

/** @import { Chord, Note } from "./protocol.js" */
/** @import { Score } from "./score.js" */
/** @import { Ink } from "./palette.js" */

const LOWEST = 26;
const HIGHEST = 96;
const GLOW_SECONDS = 1.4;
/** In rem. */
const LONGEST_TAIL = 15;

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

  get #semitone() {
    return (this.#height - this.#rem * 5.4) / (HIGHEST - LOWEST);
  }

  /** @param {number} pitch */
  #y(pitch) {
    return this.#height - this.#rem * 1.4 - (pitch - LOWEST) * this.#semitone;
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
    const y = this.#y(note.pitch);
    this.#c.globalAlpha = this.#alpha(note, ink.ring);
    if (ink.ring) {
      const tail = Math.min(end - start, LONGEST_TAIL * this.#rem);
      this.#c.fillStyle = `rgb(${ink.rgb})`;
      struck(this.#c, start, y, tail, Math.max(5, ink.height * this.#semitone));
    } else {
      this.#drawHeld(start, end, y, ink);
    }
    this.#c.globalAlpha = 1;
    this.#drawLight(note, start, y, ink);
  }

  /**
   * What has been heard of a held note is twice as clear as what is still to come.
   * @param {number} start
   * @param {number} end
   * @param {number} y
   * @param {Ink} ink
   */
  #drawHeld(start, end, y, ink) {
    const c = this.#c;
    const height = ink.height * Math.max(3.4, this.#semitone);
    held(c, start, y, end - start, height, ink.rgb);
    if (start < this.#nowX && end > this.#nowX) {
      c.save();
      c.beginPath();
      c.rect(0, 0, this.#nowX, this.#height);
      c.clip();
      held(c, start, y, end - start, height, ink.rgb);
      c.restore();
    }
  }

  /**
   * @param {Note} note
   * @param {number} start
   * @param {number} y
   * @param {Ink} ink
   */
  #drawLight(note, start, y, ink) {
    const strength = this.#glowing(note, ink.ring);
    if (strength > 0.02) {
      const x = ink.ring ? start + (ink.height * this.#semitone) / 2 : this.#nowX;
      glow(this.#c, x, y, this.#rem * (ink.ring ? 2.8 : 2.2), ink.rgb, strength);
    }
  }

  /**
   * Notes to come are quiet, those that sound are clear, those that sounded fade away to the left.
   * @param {Note} note
   * @param {boolean} ring
   */
  #alpha(note, ring) {
    const force = Math.min(1, note.velocity / 90);
    const touch = ring ? 0.55 + 0.45 * force : 0.3 + 0.25 * force;
    if (note.frame > this.#now) {
      return touch * (ring ? 0.55 : 0.9);
    }
    if (note.frame + note.frames >= this.#now) {
      return touch;
    }
    return touch * (ring ? 0.3 : 0.45);
  }

  /**
   * How much light a note gives now: a struck one flares up and dies, a held one glows while it lasts.
   * @param {Note} note
   * @param {boolean} ring
   */
  #glowing(note, ring) {
    const age = (this.#now - note.frame) / this.#rate;
    const left = (note.frame + note.frames - this.#now) / this.#rate;
    if (age < 0 || (!ring && left < 0)) {
      return 0;
    }
    return ring ? Math.exp(-age / GLOW_SECONDS) * 0.95 : 0.5 * Math.min(1, age / 1.5, left / 1.5);
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
