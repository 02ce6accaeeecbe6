/** The arguments of an op as the trace has them. */
import type { Argument, Attribute } from "#trace/events.ts";
import type { OpInfo } from "./opInfo.ts";
import { wrappedValue } from "./recordedValue.ts";
import { Tensor } from "./tensor.ts";

/** Tensors by id and options that are not the default; `args` are those of the schema from `skip` on. `declare` makes the trace know a tensor. */
export function describedArguments(
  info: OpInfo,
  args: readonly unknown[],
  skip: number,
  declare: (t: Tensor) => void,
): Argument[] {
  const described: Argument[] = [];
  args.forEach((value, i) => {
    const schema = info.schema.args[i + skip];
    if (schema === undefined || value === null || value === undefined) return;
    const name = schema.name;
    if (value instanceof Tensor) {
      if (value.isWrapped) described.push({ name, value: wrappedValue(value) });
      else {
        declare(value);
        described.push({ name, tensor: value.id });
      }
    } else if (Array.isArray(value) && value[0] instanceof Tensor) {
      for (const t of value as Tensor[]) declare(t);
      described.push({ name, tensors: (value as Tensor[]).map((t) => t.id) });
    } else if (typeof value !== "object" || Array.isArray(value)) {
      if (value !== schema.defaultValue) described.push({ name, value: value as Attribute });
    }
  });
  return described;
}
