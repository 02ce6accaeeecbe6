/** The words of the transport and of its steps; the app hands them in. */
import type { PhaseKind } from "#trace/phases.ts";

export interface TransportStrings {
  readonly label: string;
  readonly start: string;
  readonly back: string;
  readonly forward: string;
  readonly end: string;
  readonly position: (at: number, length: number) => string;
  readonly nothing: string;
  readonly before: string;
  readonly play: string;
  readonly pause: string;
  readonly speed: string;
  readonly phaseBack: string;
  readonly phaseForward: string;
  readonly roundBack: string;
  readonly roundForward: string;
  readonly round: (at: number, of: number) => string;
  readonly loss: (value: string) => string;
  readonly loop: string;
  readonly phases: Readonly<Record<PhaseKind, string>>;
}

export interface StepStrings {
  readonly leaf: (name: string, value: string) => string;
  readonly op: (name: string, op: string, value: string) => string;
  readonly name: (name: string) => string;
  readonly backward: (root: string) => string;
  readonly grad: (root: string) => string;
  readonly flow: (from: string, to: string, value: string) => string;
  readonly arrived: (name: string, value: string) => string;
  readonly stored: (name: string, value: string) => string;
  readonly backwardEnd: string;
  readonly freed: string;
  readonly update: (name: string, value: string) => string;
  readonly resetZero: (name: string) => string;
  readonly resetNone: (name: string) => string;
  readonly requiresGrad: (name: string, on: boolean) => string;
  readonly print: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly error: (kind: string) => string;
  readonly round: (pass: number, loss: number | null) => string;
  readonly plot: string;
  readonly thinned: string;
  readonly unnamed: string;
}
