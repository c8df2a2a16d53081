/** What the audio thread knows and the page does not; absent from TypeScript's own library. */

declare const currentTime: number;
declare const sampleRate: number;

declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}

interface PlaybackOptions {
  processorOptions: { memory: ArrayBufferLike; rate: number };
}

interface Processor extends AudioWorkletProcessor {
  process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean;
}

declare function registerProcessor(
  name: string,
  processor: new (options: PlaybackOptions) => Processor,
): void;
