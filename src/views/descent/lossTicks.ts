/** Round numbers for the loss axis of a surface, whose heights may be logarithmic above a loss that is not zero. */
import type { Surface } from "#geometry/surface.ts";
import { plotScale, shortNumber, type Tick } from "#ui/plotScale.ts";

/** About so many ticks, the lowest loss among them when the heights are logarithmic. */
export function lossTicks({ span, heightOf, lossAt }: Surface, count: number): readonly Tick[] {
  const { low, high } = span;
  if (low === high) return [{ value: low, label: shortNumber(low) }];
  const even = Math.abs(lossAt(0.5) - (low + high) / 2) < 1e-6 * (high - low);
  if (even) return plotScale({ low, high, label: "" }, 0, count * 64).ticks;
  const ticks: Tick[] = [];
  let highest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i <= count; i++) {
    const wished = lossAt(i / count);
    // Round to the magnitude of the height above the lowest loss: what differs there differs in the label.
    const step = 10 ** Math.floor(Math.log10(Math.max(wished - low, (high - low) * 1e-9)));
    const value = i === 0 ? low : Math.round(wished / step) * step;
    const [h, label] = [heightOf(value), shortNumber(value)];
    if (h < highest + 0.6 / count || h > 1 || label === ticks.at(-1)?.label) continue;
    ticks.push({ value, label });
    highest = h;
  }
  return ticks;
}
