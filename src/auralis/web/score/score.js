/** The score around now: what the station has announced, by absolute frame. */

/** @import { Chord, Motif, Note, Update } from "../station/protocol.js" */

/** Seconds of the past that are kept. */
const MEMORY_SECONDS = 90;

/**
 * @typedef {{ from: number, to: number, frames: number, first: number, reason: string }} Bars
 *   a stretch of bars of one length, and why the phrase that they make is as it is
 */

/** @typedef {Motif & { highest: number }} Statement a motif that is heard, and the pitch of its highest note */

export class Score {
  /** @type {Note[]} */
  notes = [];
  /** @type {Chord[]} */
  chords = [];
  /** @type {Statement[]} */
  statements = [];
  /** @type {Bars[]} */
  bars = [];
  /** Counts the changes, so that a still picture knows when it is out of date. */
  edition = 0;

  /** Forget everything: another station, or the same one started anew. */
  clear() {
    this.notes = [];
    this.chords = [];
    this.statements = [];
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
    this.statements = heard(
      [...this.statements.filter(kept).map((s) => cutAt(s, start)), ...motifsOf(update)],
      this.notes,
    );
    this.bars = [
      ...this.bars
        .filter((bars) => bars.from < start && bars.to > oldest)
        .map((bars) => ({ ...bars, to: Math.min(bars.to, start) })),
      {
        from: start,
        to: start + update.frames,
        frames: barFrames(update, rate),
        first: start,
        reason: update.phrase_reason ?? "",
      },
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
   * Why the phrase around a frame is as it is; empty where none is known.
   * @param {number} frame
   */
  reasonAt(frame) {
    return this.#barsAt(frame)?.reason ?? "";
  }

  /**
   * The first frame of the bar around a frame; the frame itself where no bars are known.
   * @param {number} frame
   */
  barAt(frame) {
    const bars = this.#barsAt(frame);
    return bars ? bars.first + Math.floor((frame - bars.first) / bars.frames) * bars.frames : frame;
  }

  /**
   * The bar lines between two frames; `opens` marks the first of a phrase. They go on as they are for as long as
   * chords are known.
   * @param {number} from
   * @param {number} to
   */
  barLines(from, to) {
    /** @type {{ frame: number, opens: boolean }[]} */
    const lines = [];
    for (const bars of this.bars) {
      const last = bars === this.bars.at(-1) ? this.#end : bars.to;
      const skipped = Math.max(0, Math.floor((from - bars.first) / bars.frames));
      for (
        let frame = bars.first + skipped * bars.frames;
        frame < Math.min(to, last - 1);
        frame += bars.frames
      ) {
        lines.push({ frame, opens: frame === bars.first || Math.abs(frame - bars.to) < bars.frames / 8 });
      }
    }
    return lines;
  }

  /** The first frame of which nothing is known. */
  get #end() {
    const [bars, chord] = [this.bars.at(-1), this.chords.at(-1)];
    return Math.max(bars?.to ?? 0, chord ? chord.frame + chord.frames : 0);
  }

  /** @param {number} frame */
  #barsAt(frame) {
    return this.bars.findLast((bars) => bars.from <= frame && frame < bars.to);
  }
}

/**
 * The motifs that have lead notes to stand above, each with the highest of them. One ends where the next begins,
 * though its last note may ring on.
 * @param {Motif[]} motifs in order
 * @param {Note[]} notes
 * @returns {Statement[]}
 */
function heard(motifs, notes) {
  const lead = notes.filter((note) => note.voice === "lead");
  return motifs
    .map((motif, i) => {
      const span = i + 1 < motifs.length ? cutAt(motif, motifs[i + 1].frame) : motif;
      const own = lead.filter((note) => span.frame <= note.frame && note.frame < span.frame + span.frames);
      return { ...span, highest: Math.max(...own.map((note) => note.pitch)) };
    })
    .filter((statement) => Number.isFinite(statement.highest));
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
 * The motifs that an update announces; those of the phrase that plays end with it, as a change may cut it short.
 * @param {Update} update
 */
function motifsOf(update) {
  const end = update.frame + update.frames;
  return (update.motifs ?? []).map((motif) => (motif.frame < end ? cutAt(motif, end) : motif));
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
