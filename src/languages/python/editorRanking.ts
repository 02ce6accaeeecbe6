/** What courses use most stands first. */
import type { Entry } from "./editorCatalogue.ts";

const COMMON = `
tensor zeros ones randn rand arange linspace manual_seed no_grad matmul sum mean exp log sin cos relu sigmoid tanh softmax cat stack
full eye randint zeros_like ones_like where max min argmax abs sqrt pow float32 int64 Tensor nn optim autograd
backward item grad detach requires_grad_ requires_grad shape view reshape T size dim numel tolist zero_ clone squeeze unsqueeze
transpose permute flatten norm std var data grad_fn is_leaf retain_grad register_hook dtype
Linear ReLU Sequential Module Parameter MSELoss CrossEntropyLoss Sigmoid Tanh Dropout Conv2d MaxPool2d Flatten BatchNorm1d BatchNorm2d
LayerNorm Embedding LSTM Softmax BCELoss BCEWithLogitsLoss functional init
mse_loss cross_entropy binary_cross_entropy log_softmax nll_loss one_hot
SGD Adam AdamW RMSprop lr_scheduler step zero_grad parameters named_parameters train eval state_dict forward StepLR ExponentialLR CosineAnnealingLR
print range len enumerate zip float int round`;

const ranks: ReadonlyMap<string, number> = new Map(
  COMMON.trim()
    .split(/\s+/)
    .map((name, i) => [name, i]),
);

/** Python's words, but not those that only stand in the middle of something. */
export const KEYWORDS = (
  "and as assert break class continue def del elif else except finally for from global if import in is lambda None nonlocal not or " +
  "pass raise return try True False while with yield"
).split(" ");

/** Those that stand inside of an expression. */
export const EXPRESSION_KEYWORDS = "and else for if in is lambda None not or True False".split(" ");

/** How far up a name stands among those that match as well. */
export function boostOf({ name, kind, doc }: Pick<Entry, "name" | "kind" | "doc">): number {
  const rank = ranks.get(name);
  if (rank !== undefined) return 40 - rank / 5;
  if (doc === "") return -20;
  return name.endsWith("_") ? -10 : kind === "p" ? 2 : 0;
}
