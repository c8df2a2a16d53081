/** What is in the picture at a moment: notes that come, sound and have sounded, as marks. The same moment, the same marks. */

import { BEND, smooth } from "./plane.js";

/** @import { Rgb } from "../music/palette.js" */
/** @import { Note } from "../station/protocol.js" */
/** @import { Look } from "./look.js" */
/** @import { Marks } from "./marks.js" */
/** @import { Plane } from "./plane.js" */
/** @import { Score, Statement } from "./score.js" */

/** @typedef {{ score: Score, frame: number, rate: number, plane: Plane, look: Look, marks: Marks }} Moment */

/** In seconds: how far one sees ahead, how long a ring widens, and a lead note or a bell shines on in the sky. */
const AHEAD = 34;
const RINGS = 4.5;
const RISE = 9;
const MINUTE = 60;
const SHINE = 56;

/**
 * How high above the plane a struck voice comes, and how large it is in units. A voice that is not listed is a piano's.
 * @type {{ [voice: string]: { lift: number, size: number, rises: boolean } }}
 */
const STRUCK = {
  lead: { lift: 0.1, size: 5.8, rises: true },
  left: { lift: 0.03, size: 4.4, rises: false },
  ostinato: { lift: 0.03, size: 3.6, rises: false },
  bell: { lift: 0.3, size: 4.6, rises: true },
};

/** @param {Note} note */
function mannerOf(note) {
  return STRUCK[note.voice ?? ""] ?? STRUCK.left;
}

/**
 * Mark down everything that is in sight.
 * @param {Moment} m
 */
export function gather(m) {
  m.marks.clear();
  lines(m);
  for (const note of m.score.notes) {
    const age = (m.frame - note.frame) / m.rate;
    if (age > -AHEAD && age < SHINE) {
      const paint = PAINTERS[note.layer] ?? struck;
      paint(m, note, age);
    }
  }
  for (const statement of m.score.statements) {
    thread(m, statement);
  }
}

/** @type {{ [layer: string]: (m: Moment, note: Note, age: number) => void }} */
const PAINTERS = { pad: ribbon, bass: deep, percussion: spark, air: () => {} };

/**
 * The bars that come, as arcs; the first of a phrase is clearer, and now is clearest.
 * @param {Moment} m
 */
function lines({ score, frame, rate, plane, look, marks }) {
  const span = plane.now - plane.horizon;
  for (const bar of score.barLines(frame, frame + AHEAD * rate)) {
    const ahead = (bar.frame - frame) / rate;
    const near = plane.nearness(ahead);
    const clear = plane.sight(ahead) * (bar.opens ? 0.34 : 0.13) * look.gain;
    if (ahead > 0) {
      const y = plane.horizon + span * near;
      marks.arc(y, plane.width, BEND * span * near, plane.unit * 0.16 * near + 0.5, look.line, clear);
    }
  }
  marks.arc(plane.now, plane.width, BEND * span, plane.unit * 1.9, look.line, 0.1 * look.gain);
  marks.arc(plane.now, plane.width, BEND * span, 1.1, look.line, 0.5 * look.gain);
}

/**
 * A note of the piano or the bells: a light that comes nearer, flares up as it sounds, and leaves rings.
 * @param {Moment} m
 * @param {Note} note
 * @param {number} age
 */
function struck(m, note, age) {
  const rgb = m.look.ink(note);
  const force = (0.35 + note.velocity / 140) * m.look.gain;
  if (age < 0) {
    coming(m, note, -age, rgb, force);
  } else {
    sounding(m, note, age, rgb, force);
    if (mannerOf(note).rises) {
      const [x, y] = star(m.plane, note, age, m.rate);
      const still = smooth(age / RISE);
      const light = force * (0.4 + 0.2 * still) * smooth(age / 0.6) * smooth((SHINE - age) / 25);
      m.marks.glow(x, y, m.plane.unit * (1.5 - 0.35 * still), rgb, light);
    }
  }
}

/**
 * @param {Moment} m
 * @param {Note} note
 * @param {number} ahead
 * @param {Rgb} rgb
 * @param {number} force
 */
function coming({ plane, marks }, note, ahead, rgb, force) {
  const { lift, size } = mannerOf(note);
  const near = plane.nearness(ahead);
  const clear = plane.sight(ahead) * force;
  const [x, y] = plane.place(note.pitch, ahead, lift * smooth(ahead / 2));
  const radius = plane.unit * size * (0.25 + 0.75 * near);
  marks.glow(x, y, radius, rgb, clear * (0.5 + 0.5 * near));
  const [, ground] = plane.place(note.pitch, ahead);
  marks.band(
    [x, ground + radius * 0.2],
    [x, ground + radius * 1.2],
    radius * 0.3,
    radius * 0.12,
    rgb,
    clear * 0.14,
  );
}

/**
 * @param {Moment} m
 * @param {Note} note
 * @param {number} age
 * @param {Rgb} rgb
 * @param {number} force
 */
function sounding({ plane, marks }, note, age, rgb, force) {
  const { size } = mannerOf(note);
  const [x, y] = plane.place(note.pitch, 0);
  const flare = force * Math.exp(-age / 0.8);
  marks.glow(x, y, plane.unit * size * (1.5 + 0.5 * smooth(age)), rgb, flare);
  marks.glow(x, y, plane.unit * size * 3.4, rgb, flare * 0.3, 0.3);
  for (const late of size > 4 ? [0, 0.55] : [0]) {
    const wide = (age - late) / RINGS;
    if (wide > 0 && wide < 1) {
      const radius = plane.unit * size * (0.4 + 2.6 * Math.sqrt(wide));
      marks.ring(x, y, radius, rgb, force * (late ? 0.22 : 0.42) * (1 - wide) ** 2);
    }
  }
}

/**
 * Where a note that has sounded is on its way into the sky: it rises from now to its place, which is its pitch above
 * the horizon, and from left to right its second of the minute. So the sky remembers the last minute's melody.
 * @param {Plane} plane
 * @param {Note} note
 * @param {number} age
 * @param {number} rate
 */
function star(plane, note, age, rate) {
  const [x, y] = plane.place(note.pitch, 0);
  const risen = 1 - (1 - smooth(age / RISE)) ** 2;
  const to = plane.width * (0.06 + 0.88 * (((note.frame / rate) % MINUTE) / MINUTE));
  const high = plane.horizon * (0.62 - 0.5 * smooth((note.pitch - 56) / 40));
  const sway = Math.sin(age * 0.9 + 6 * hash(note, 3)) * plane.unit * (1 - risen) * smooth(age);
  return [x + (to - x) * risen ** 1.5 + sway, y + (high - y) * risen];
}

/**
 * A note of the pad on its way: a wide, faint band. What it is once it sounds, the sky shows.
 * @param {Moment} m
 * @param {Note} note
 */
function ribbon(m, note) {
  lane(m, note, m.plane.unit * 4.2, 0.085);
}

/**
 * The bass on its way; its glow from the deep is the weather's.
 * @param {Moment} m
 * @param {Note} note
 */
function deep(m, note) {
  lane(m, note, m.plane.unit * 3, 0.13);
}

/**
 * @param {Moment} m
 * @param {Note} note
 * @param {number} radius at now
 * @param {number} strength
 */
function lane({ plane, marks, look, frame, rate }, note, radius, strength) {
  const from = Math.max(0, (note.frame - frame) / rate);
  const to = Math.min(AHEAD, (note.frame + note.frames - frame) / rate);
  if (to > from) {
    const clear = strength * look.gain * plane.sight(from * 0.7) * smooth((to - from) / 2);
    const [r0, r1] = [from, to].map((ahead) => radius * plane.nearness(ahead));
    marks.band(plane.place(note.pitch, from), plane.place(note.pitch, to), r0, r1, look.ink(note), clear);
  }
}

/**
 * A stroke: specks on their way; then a wide ring for the heart, and sparks that fly up for the others.
 * @param {Moment} m
 * @param {Note} note
 * @param {number} age
 */
function spark({ plane, marks, look }, note, age) {
  const rgb = look.ink(note);
  const force = (0.3 + note.velocity / 140) * look.gain;
  const heart = note.voice === "heart";
  const home = heart ? 63 : 40 + 46 * hash(note, 1);
  if (age < 0) {
    const [x, y] = plane.place(home, -age);
    marks.glow(x, y, plane.unit * 1.3 * plane.nearness(-age), rgb, 0.6 * force * plane.sight(-age));
  } else if (heart && age < 2) {
    const [x, y] = plane.place(home, 0);
    marks.ring(x, y, plane.width * 0.5 * Math.sqrt(age / 2), rgb, 0.22 * force * (1 - age / 2) ** 2);
  } else if (age < 1.1) {
    for (let i = 0; i < 4; i++) {
      const [x, y] = plane.place(home + 3 * (hash(note, 2 + i) - 0.5), 0);
      const fly = plane.unit * 7 * (hash(note, 7 + i) - 0.5) * age;
      const up = plane.unit * (6 + 5 * hash(note, 12 + i)) * age * (1.2 - age);
      marks.glow(x + fly, y - up, plane.unit * 0.8, rgb, force * (1 - age / 1.1) ** 2);
    }
  }
}

/**
 * The thread of a motif: it joins the lights of the lead on their way, and their stars afterwards.
 * @param {Moment} m
 * @param {Statement} statement
 */
function thread(m, statement) {
  const end = statement.frame + statement.frames;
  const own = m.score.notes.filter(
    (note) => note.voice === "lead" && statement.frame <= note.frame && note.frame < end,
  );
  for (let i = 1; i < own.length; i++) {
    join(m, own[i - 1], own[i]);
  }
}

/**
 * @param {Moment} m
 * @param {Note} a
 * @param {Note} b
 */
function join({ plane, marks, look, frame, rate }, a, b) {
  const rgb = look.ink(b);
  const [ageA, ageB] = [a, b].map((note) => (frame - note.frame) / rate);
  if (ageB < 0 && ageB > -AHEAD) {
    const wound = ageA > 0 ? ageA / (ageA - ageB) : 0;
    const from = plane.place(
      a.pitch + (b.pitch - a.pitch) * wound,
      Math.max(0, -ageA),
      0.1 * smooth(-ageA / 2),
    );
    const clear = 0.3 * look.gain * plane.sight(-ageB);
    marks.band(from, plane.place(b.pitch, -ageB, 0.1 * smooth(-ageB / 2)), 1.6, 0.9, rgb, clear);
  } else if (ageB > 0 && ageA < SHINE) {
    const clear = 0.2 * look.gain * smooth((ageB - 3) / 6) * smooth((SHINE - ageA) / 25);
    marks.band(star(plane, a, ageA, rate), star(plane, b, ageB, rate), 0.9, 0.9, rgb, clear);
  }
}

/**
 * A number from 0 to 1 that belongs to a note: the same whenever it is asked for.
 * @param {Note} note
 * @param {number} salt
 */
export function hash(note, salt) {
  let h = Math.imul(note.frame ^ Math.imul(note.pitch + 131 * salt, 0x9e3779b1), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
}
