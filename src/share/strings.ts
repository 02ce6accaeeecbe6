/** The words of sharing; the app hands them in. */
export interface ShareStrings {
  readonly heading: string;
  readonly body: string;
  readonly copy: string;
  readonly copied: string;
  readonly copyFailed: string;
  readonly length: (characters: number) => string;
  readonly long: string;
  readonly tooLong: string;
  readonly address: string;
  readonly making: string;
  readonly unsupported: string;
}
