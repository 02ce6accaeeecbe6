/** Written by scripts/vite/pythonCatalogue.ts. */
declare module "virtual:python-catalogue" {
  /** JSON of `CatalogueData`. */
  const text: string;
  export default text;
}
