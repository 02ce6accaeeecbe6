/** The words of the pictures of a descent; the app hands them in. */
export interface DescentStrings {
  readonly map: (x: string, y: string) => string;
  readonly line: (x: string) => string;
  readonly loss: string;
  readonly start: (place: string) => string;
  readonly startHelp: string;
  readonly minimum: string;
  readonly saddle: string;
  readonly iteration: string;
  readonly slope: (value: string) => string;
  readonly stepSize: (value: string) => string;
  readonly zoomIn: string;
  readonly zoomOut: string;
  readonly fit: string;
  readonly here: (place: string, loss: string) => string;
}
