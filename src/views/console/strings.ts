/** The words of the console; the app hands them in. */
export interface ConsoleStrings {
  readonly label: string;
  readonly empty: string;
  readonly hidden: (lines: number) => string;
  readonly thinned: (items: string) => string;
  readonly counted: (kind: string, n: number) => string;
  readonly warning: string;
  readonly whatToDo: string;
}
