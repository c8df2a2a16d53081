/** What the graphics card computes: the sky, the plane that mirrors it, and the marks. Coordinates run down, 0 to 1. */

const HEAD = `#version 300 es
precision highp float;
`;

/** One triangle over the whole picture. */
export const WHOLE = `${HEAD}
out vec2 at;
void main() {
  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.;
  at = vec2(corner.x, 1. - corner.y);
  gl_Position = vec4(corner * 2. - 1., 0, 1);
}`;

/**
 * The sky from the skyline, at 0, to the zenith, at 1: small, since all of it is soft. Roots are stored, for the sake
 * of the dark. Frequencies are whole, as \`turn\` comes round.
 */
export const SKY = `${HEAD}
in vec2 at;
out vec4 color;
uniform vec3 zenith, skyline;
uniform vec4 curtain[8];
uniform vec3 tone[8];
uniform float turn, aspect, day, mist;
void main() {
  float x = (at.x - .5) * 2., y = 1. - at.y, wide = x * aspect;
  vec3 c = mix(skyline, zenith, pow(y, .55));
  float bow = sin(y * 2.3 + turn * 9.) * .1 + sin(y * 5.1 - turn * 7. + wide) * .045 + sin(wide * 2.2 + turn * 5.) * .06;
  float aside = mix(.42, 1., smoothstep(.28, .9, abs(wide)));
  for (int i = 0; i < 8; i++) {
    vec4 k = curtain[i];
    if (k.y <= 0.) continue;
    float from = x + bow * (1. + .6 * sin(k.w * 2.)) - k.x, q = from / k.z;
    float rays = .74 + .26 * sin(from * (17. + k.w) + 2. * sin(wide * 5. - turn * 11.)) * sin(from * 43. + k.w * 3. + turn * 17.);
    float foot = .05 + .06 * sin(wide * 1.9 + k.w * 2. + turn * 6.);
    float high = smoothstep(-.1, foot + .14, y) * exp(-max(0., y - foot) * (1.75 + .5 * sin(k.w * 3.)));
    float s = k.y * exp(-q * q) * rays * high * aside;
    c = day > .5 ? c * (1. - s * (1. - tone[i])) : c + tone[i] * s;
  }
  float fog = exp(-y * y * 16.) * (.7 + .3 * sin(wide * 2. - turn * 13. + y * 4.));
  c = day > .5 ? mix(c, vec3(.99, .985, .97), mist * fog * .6) : c + aside * skyline * (mist * fog * .55 + .35 * exp(-y * 26.));
  color = vec4(sqrt(c), 1);
}`;

export const PLANE = `${HEAD}
in vec2 at;
out vec4 color;
uniform sampler2D sky;
uniform float horizon, now, bend, aspect, turn, day;
uniform vec4 deep;
uniform float low;
uniform float edge[6];
uniform vec3 tint[7];
vec3 above(vec2 p) { vec3 c = texture(sky, vec2(p.x, clamp(p.y, .002, .998))).rgb; return c * c; }
void main() {
  float x = (at.x - .5) * 2., y = at.y, down = y - horizon;
  vec3 c;
  if (down < 0.) {
    c = above(vec2(at.x, -down / horizon));
  } else {
    float d = down / (now - horizon), near = d / (1. + bend * x * x);
    float depth = log(d + .05), wide = x * aspect / (d + .35);
    float wave = sin(depth * 21. + turn * 260. + wide * 1.5 + 2. * sin(wide * 1.1 + turn * 90.))
      + .35 * sin(depth * 47. + turn * 410. - wide * 3.1);
    c = above(vec2(at.x + wave * .004 * (.4 + d), down / horizon * .8 + wave * .012 * d));
    c = mix(c, day > .5 ? c * .975 : c * .58, smoothstep(-.04, .3, d));
    float ahead = 4. / max(near, .03) - 4.;
    vec3 t = tint[0];
    for (int i = 0; i < 6; i++) t = mix(t, tint[i + 1], smoothstep(edge[i] - .35, edge[i] + .35, ahead));
    float wet = smoothstep(.06, .5, near) * (1. - .75 * smoothstep(.9, 1.6, near)) * (.9 + .1 * wave);
    c = day > .5 ? c * (1. - .22 * wet * (1. - t)) : c + t * wet * .2;
    c *= day > .5 ? 1. : 1. - .5 * smoothstep(1., 1.7, near);
  }
  c *= day > .5 ? 1. : 1. - .22 * dot(vec2(x, y - .5), vec2(x, y - .5));
  vec2 far = vec2(x - deep.w, (y - .98) * 3.4);
  float glow = low * exp(-dot(far, far) * 2.6);
  c = day > .5 ? c * (1. - glow * (1. - deep.rgb)) : c + glow * deep.rgb;
  color = vec4(sqrt(max(c, 0.)), 1);
}`;

/** Sky and plane in full size, with a grain finer than the steps between two dark colours. */
export const VIEW = `${HEAD}
in vec2 at;
out vec4 color;
uniform sampler2D view;
uniform float grain;
void main() {
  vec3 c = texture(view, vec2(at.x, 1. - at.y)).rgb;
  float noise = fract(52.9829189 * fract(dot(gl_FragCoord.xy, vec2(.06711056, .00583715))));
  color = vec4(c * c + (noise - .5) * grain / 255., 1);
}`;

/** A mark's corner: its two ends with their radii make a strip that reaches a radius beyond them. */
export const CORNER = `${HEAD}
layout(location = 0) in vec4 ends;
layout(location = 1) in vec4 form;
layout(location = 2) in vec4 ink;
uniform vec2 size;
out vec2 local;
flat out vec4 shape, dye;
flat out float length_;
void main() {
  vec2 run = ends.zw - ends.xy;
  length_ = length(run);
  vec2 along = length_ > 0. ? run / length_ : vec2(1, 0);
  bool last = (gl_VertexID & 1) == 1;
  bool arc = form.w > 2.5;
  float side = (gl_VertexID >> 1) == 1 ? 1. : -1., r = last ? form.y : form.x;
  float beyond = arc ? 0. : r, wide = arc ? (side > 0. ? r + form.z : r) : r * form.z;
  local = vec2(last ? length_ + beyond : -beyond, side * wide);
  vec2 spot = ends.xy + along * local.x + vec2(-along.y, along.x) * local.y;
  shape = form;
  dye = ink;
  gl_Position = vec4(spot.x / size.x * 2. - 1., 1. - spot.y / size.y * 2., 0, 1);
}`;

export const MARK = `${HEAD}
in vec2 local;
flat in vec4 shape, dye;
flat in float length_;
uniform float day;
out vec4 color;
void main() {
  float a, core = 0.;
  if (shape.w > 2.5) {
    float u = local.x / length_ * 2. - 1.;
    float away = abs(local.y - shape.z * u * u) / shape.x;
    a = max(0., 1. - away) * (1. - u * u * .85);
  } else if (shape.w > 1.5) {
    float part = length_ > 0. ? clamp(local.x / length_, 0., 1.) : 0.;
    float r = mix(shape.x, shape.y, part);
    float past = local.x < 0. ? local.x : max(0., local.x - length_);
    a = max(0., 1. - (past * past + local.y * local.y) / (r * r));
    a *= a * mix(1., min(1., shape.y / shape.x), part);
  } else {
    float d = length(vec2(local.x, local.y / shape.z)) / shape.x;
    if (shape.w > .5) {
      float thin = 2. / shape.x + .02, away = (d - .85) / thin;
      a = exp(-away * away) * step(d, 1.) + .1 * smoothstep(.3, .85, d) * step(d, .85);
    } else {
      float soft = max(0., 1. - d);
      core = shape.z > .9 ? exp(-d * d * 90.) : 0.;
      a = .42 * soft * soft * soft + core;
    }
  }
  a = min(1., a) * dye.a;
  vec3 rgb = mix(dye.rgb, vec3(1), day > .5 ? 0. : core * .6);
  color = day > .5 ? vec4(1. - a * (1. - rgb), 1) : vec4(rgb * a, 1);
}`;
