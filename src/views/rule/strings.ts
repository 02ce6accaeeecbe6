/** The words about an optimiser's rule; the app hands them in. */
export interface RuleStrings {
  readonly title: (name: string) => string;
  readonly step: (number: number) => string;
  readonly quantity: string;
  readonly gradient: string;
  readonly moved: string;
  readonly effective: string;
  readonly correction: string;
  readonly meanings: Readonly<Record<string, string>>;
}
