/** The score around now: what the station has announced, by absolute frame. */

/** @import { Chord, Note, Update } from "./protocol.js" */

/** Seconds of the past that are kept. */
const MEMORY_SECONDS = 90;

/** @typedef {{ from: number, to: number, frames: number, first: number }} Bars a stretch of bars of one length */

export class Score {
  /** @type {Note[]} */
  notes = [];
  /** @type {Chord[]} */
  chords = [];
  /** @type {Bars[]} */
  bars = [];
  /** Counts the changes, so that a still picture knows when it is out of date. */
  edition = 0;

  /** Forget everything: another station, or the same one started anew. */
  clear() {
    this.notes = [];
    this.chords = [];
    this.bars = [];
    this.edition += 1;
  }

  /**
   * Take in what was announced: from its first frame on it replaces what was known. Where it cuts into a phrase,
   * what still sounds of the old one ends there; at the seam of two phrases it rings on.
   * @param {Update} update
   * @param {number} rate frames a second
   */
  add(update, rate) {
    const start = update.frame;
    const oldest = start - MEMORY_SECONDS * rate;
    const kept = (/** @type {{ frame: number, frames: number }} */ e) =>
      e.frame < start && e.frame + e.frames > oldest;
    const cuts = this.bars.some((bars) => bars.from < start && start < bars.to);
    const before = this.notes.filter(kept);
    this.notes = [...(cuts ? before.map((note) => cutAt(note, start)) : before), ...update.notes];
    this.chords = [...this.chords.filter(kept).map((chord) => cutAt(chord, start)), ...update.chords];
    this.bars = [
      ...this.bars
        .filter((bars) => bars.from < start && bars.to > oldest)
        .map((bars) => ({ ...bars, to: Math.min(bars.to, start) })),
      { from: start, to: start + update.frames, frames: barFrames(update, rate), first: start },
    ];
    this.edition += 1;
  }

  /**
   * The chord that sounds at a frame, or null.
   * @param {number} frame
   */
  chordAt(frame) {
    return this.chords.findLast((c) => c.frame <= frame && frame < c.frame + c.frames) ?? null;
  }

  /**
   * The first frame of the bar around a frame; the frame itself where no bars are known.
   * @param {number} frame
   */
  barAt(frame) {
    const bars = this.bars.findLast((b) => b.from <= frame && frame < b.to);
    return bars ? bars.first + Math.floor((frame - bars.first) / bars.frames) * bars.frames : frame;
  }

  /**
   * The bar lines between two frames; `opens` marks the first of a phrase.
   * @param {number} from
   * @param {number} to
   */
  barLines(from, to) {
    /** @type {{ frame: number, opens: boolean }[]} */
    const lines = [];
    for (const bars of this.bars) {
      const skipped = Math.max(0, Math.floor((from - bars.first) / bars.frames));
      for (
        let frame = bars.first + skipped * bars.frames;
        frame < Math.min(to, bars.to - 1);
        frame += bars.frames
      ) {
        lines.push({ frame, opens: frame === bars.first });
      }
    }
    return lines;
  }
}

/**
 * @template {{ frame: number, frames: number }} Span
 * @param {Span} span
 * @param {number} frame
 * @returns {Span}
 */
function cutAt(span, frame) {
  return { ...span, frames: Math.min(span.frames, frame - span.frame) };
}

/**
 * Frames in a bar: four beats, or three in 3/4 and 6/8.
 * @param {Update} update
 * @param {number} rate
 */
function barFrames(update, rate) {
  const quarters = update.context.meter === "3/4" || update.context.meter === "6/8" ? 3 : 4;
  return (quarters * 60 * rate) / Math.max(1, update.bpm);
}
