/** The Python that comes with the playground, as texts by path: our packages and the harness that runs programs. */
import { generateOps, OPS_PATH } from "./generate.ts";

const torch = import.meta.glob<string>("./torch/**/*.py", { query: "?raw", import: "default", eager: true });
const others = import.meta.glob<string>(
  [
    "./numpy/**/*.py",
    "./matplotlib/**/*.py",
    "./mpl_toolkits/**/*.py",
    "./matplotlib_inline/**/*.py",
    "./tqdm/*.py",
    "./IPython/**/*.py",
  ],
  { query: "?raw", import: "default", eager: true },
);
/** The parts of torch that few programs ask for. */
const rare =
  /^\.\/torch\/(distributions\/|_storage|utils\/(checkpoint|tensorboard)|amp\/|cuda\/amp|jit|testing|serialization|_lu|_settings|compiler|optim\/(swa_utils|adafactor|sparse_adam)|nn\/utils\/(rnn|parametrize|parametrizations|_old_norms|prune|stateless)|nn\/modules\/utils|nn\/_warping|nn\/parallel|autograd\/forward_ad)/;
const harness = import.meta.glob<string>("./harness/*.py", { query: "?raw", import: "default", eager: true });

const shorten = (files: Readonly<Record<string, string>>, prefix: string): Record<string, string> =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [path.replace(prefix, ""), text]));

const torchWhere = (isRare: boolean): Record<string, string> =>
  shorten(Object.fromEntries(Object.entries(torch).filter(([path]) => rare.test(path) === isRare)), "./");

/** `torch/nn/__init__.py` and so on, with the module generated from the op table. */
export function torchSources(): Record<string, string> {
  return { ...torchWhere(false), [OPS_PATH]: generateOps() };
}

/** `numpy/__init__.py`, `torch/distributions/normal.py` and so on: what is compiled only when a program imports it. */
export function laterSources(): Record<string, string> {
  return { ...shorten(others, "./"), ...torchWhere(true) };
}

/** `run.py` and so on. */
export function harnessSources(): Record<string, string> {
  return shorten(harness, "./harness/");
}
