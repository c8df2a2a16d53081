/** Paints the scene with the graphics card. */

import { COLUMNS } from "./marks.js";
import { BEND } from "./plane.js";
import * as shaders from "./shaders.js";
import { CURTAINS, EDGES } from "./weather.js";

/** @import { Look } from "./look.js" */
/** @import { Marks } from "./marks.js" */
/** @import { Plane } from "./plane.js" */
/** @import { Weather } from "./weather.js" */

/** Width and height of what is soft, and made larger afterwards: the sky, and the sky with the plane. */
const SKY = [256, 96];
const VIEW = [512, 320];

/** Sooner than anything that comes into sight. */
const NEVER = 1e6;

/** @typedef {{ [name: string]: number | number[] | number[][] }} Values */
/** @typedef {{ made: WebGLProgram, place: (name: string) => WebGLUniformLocation | null }} Program */

export class Glass {
  #gl;
  #sky;
  #plane;
  #marks;
  #view;
  #skyTarget;
  #viewTarget;
  #room = 0;
  /** @type {Program} */
  #used;

  /**
   * A painter, or null where the browser has no WebGL 2.
   * @param {HTMLCanvasElement} canvas
   */
  static on(canvas) {
    const gl = canvas.getContext("webgl2", {
      alpha: false,
      antialias: false,
      depth: false,
      powerPreference: "low-power",
    });
    return gl && !gl.isContextLost() ? new Glass(gl) : null;
  }

  /** @param {WebGL2RenderingContext} gl */
  constructor(gl) {
    this.#gl = gl;
    this.#sky = program(gl, shaders.WHOLE, shaders.SKY);
    this.#plane = program(gl, shaders.WHOLE, shaders.PLANE);
    this.#view = program(gl, shaders.WHOLE, shaders.VIEW);
    this.#marks = program(gl, shaders.CORNER, shaders.MARK);
    this.#used = this.#view;
    this.#skyTarget = target(gl, SKY);
    this.#viewTarget = target(gl, VIEW);
    gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
    for (let i = 0; i < 3; i++) {
      gl.vertexAttribPointer(i, 4, gl.FLOAT, false, COLUMNS * 4, i * 16);
      gl.vertexAttribDivisor(i, 1);
    }
  }

  /**
   * @param {Plane} plane
   * @param {Weather} weather
   * @param {Marks} marks
   * @param {Look} look
   */
  paint(plane, weather, marks, look) {
    this.#paintSky(plane, weather, look);
    this.#paintPlane(plane, weather, look);
    this.#paintMarks(plane, marks, look);
  }

  /**
   * @param {Plane} plane
   * @param {Weather} weather
   * @param {Look} look
   */
  #paintSky(plane, weather, look) {
    const { turn, mist, zenith, skyline, curtains } = weather;
    const aspect = plane.width / plane.height / 1.6;
    this.#use(this.#sky, { aspect, day: Number(look.day), turn, mist, zenith, skyline });
    this.#set({
      curtain: filled(CURTAINS, (i) =>
        curtains[i] ? [curtains[i].x * 0.82, curtains[i].strength, 0.3, curtains[i].phase] : [0, 0, 1, 0],
      ),
      tone: filled(CURTAINS, (i) => curtains[i]?.rgb ?? [0, 0, 0]),
    });
    this.#fill(this.#skyTarget.frame, SKY);
  }

  /**
   * @param {Plane} plane
   * @param {Weather} weather
   * @param {Look} look
   */
  #paintPlane({ width, height, horizon, now }, { turn, edges, tints, deep }, look) {
    const gl = this.#gl;
    this.#use(this.#plane, { aspect: width / height, day: Number(look.day), turn, bend: BEND });
    this.#set({
      horizon: horizon / height,
      now: now / height,
      deep: [...deep.rgb, deep.x],
      low: deep.strength,
    });
    this.#set({
      edge: filled(EDGES, (i) => [edges[i] ?? NEVER]),
      tint: filled(EDGES + 1, (i) => tints[Math.min(i, tints.length - 1)]),
    });
    gl.bindTexture(gl.TEXTURE_2D, this.#skyTarget.texture);
    this.#fill(this.#viewTarget.frame, VIEW);
    this.#use(this.#view, { grain: look.day ? 1 : 1.6 });
    gl.bindTexture(gl.TEXTURE_2D, this.#viewTarget.texture);
    this.#fill(null, [gl.drawingBufferWidth, gl.drawingBufferHeight]);
  }

  /**
   * @param {WebGLFramebuffer | null} frame
   * @param {number[]} size
   */
  #fill(frame, [width, height]) {
    const gl = this.#gl;
    gl.bindFramebuffer(gl.FRAMEBUFFER, frame);
    gl.viewport(0, 0, width, height);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
  }

  /**
   * @param {Plane} plane
   * @param {Marks} marks
   * @param {Look} look
   */
  #paintMarks(plane, marks, look) {
    const gl = this.#gl;
    this.#use(this.#marks, { day: Number(look.day), size: [plane.width, plane.height] });
    if (this.#room < marks.data.length) {
      this.#room = marks.data.length;
      gl.bufferData(gl.ARRAY_BUFFER, marks.data, gl.DYNAMIC_DRAW);
    } else {
      gl.bufferSubData(gl.ARRAY_BUFFER, 0, marks.data, 0, marks.count * COLUMNS);
    }
    for (let i = 0; i < 3; i++) {
      gl.enableVertexAttribArray(i);
    }
    gl.enable(gl.BLEND);
    gl.blendFunc(look.day ? gl.ZERO : gl.ONE, look.day ? gl.SRC_COLOR : gl.ONE);
    gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, marks.count);
    gl.disable(gl.BLEND);
    for (let i = 0; i < 3; i++) {
      gl.disableVertexAttribArray(i);
    }
  }

  /**
   * Take up a program, and set its values.
   * @param {Program} program
   * @param {Values} values
   */
  #use(program, values) {
    this.#used = program;
    this.#gl.useProgram(program.made);
    this.#set(values);
  }

  /** @param {Values} values of the program in use; lists by the length of their items */
  #set(values) {
    for (const [name, value] of Object.entries(values)) {
      const rows = [value].flat();
      const width = Array.isArray(rows[0]) ? rows[0].length : Array.isArray(value) ? value.length : 1;
      const columns = /** @type {1 | 2 | 3 | 4} */ (width);
      this.#gl[`uniform${columns}fv`](this.#used.place(name), /** @type {number[]} */ (rows.flat()));
    }
  }
}

/**
 * @param {number} count
 * @param {(index: number) => number[]} row
 */
function filled(count, row) {
  return Array.from({ length: count }, (_, i) => row(i));
}

/**
 * @param {WebGL2RenderingContext} gl
 * @param {string} corner
 * @param {string} point
 */
function program(gl, corner, point) {
  const made = gl.createProgram();
  for (const [kind, text] of /** @type {[number, string][]} */ ([
    [gl.VERTEX_SHADER, corner],
    [gl.FRAGMENT_SHADER, point],
  ])) {
    const shader = /** @type {WebGLShader} */ (gl.createShader(kind));
    gl.shaderSource(shader, text);
    gl.compileShader(shader);
    gl.attachShader(made, shader);
  }
  gl.linkProgram(made);
  /** @type {Map<string, WebGLUniformLocation | null>} */
  const places = new Map();
  const place = (/** @type {string} */ name) => {
    if (!places.has(name)) {
      places.set(name, gl.getUniformLocation(made, name));
    }
    return places.get(name) ?? null;
  };
  return { made, place };
}

/**
 * Something to paint on, and to look at afterwards.
 * @param {WebGL2RenderingContext} gl
 * @param {number[]} size
 */
function target(gl, [width, height]) {
  const texture = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA8, width, height);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.MIRRORED_REPEAT);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
  const frame = gl.createFramebuffer();
  gl.bindFramebuffer(gl.FRAMEBUFFER, frame);
  gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
  return { frame, texture };
}
