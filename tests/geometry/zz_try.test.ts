import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import { test } from "vitest";
import { fixtures, chain, recurrent, scalarNetwork, residual } from "../fixtures/traces.ts";
import { storyOf } from "#trace/story.ts";
import { graphAt } from "#trace/graphAt.ts";
import { layoutOf } from "#geometry/layout.ts";
import { foldByLine } from "#geometry/fold.ts";
import { digraphOf } from "#geometry/digraph.ts";
import { layersOf } from "#geometry/layers.ts";
import { properGraphOf } from "#geometry/proper.ts";
import { orderOf } from "#geometry/order.ts";
import { crossingsOf } from "#geometry/crossings.ts";
import { writeFileSync } from "node:fs";
import { curveThrough } from "#geometry/curve.ts";
const size = () => ({ width: 60, height: 30 });
function svg(name: string, g: any) {
  const L = layoutOf(g, (n) => ({ width: 50 + n.label.length * 7, height: n.op ? 34 : 44 }));
  let s = `<svg xmlns="http://www.w3.org/2000/svg" width="${L.width}" height="${L.height}" style="background:#fff">`;
  for (const e of g.edges) { const r = L.routes.get(e.key); if (r) s += `<path d="${curveThrough(r)}" fill="none" stroke="#678" stroke-width="1.5" ${e.cut ? 'stroke-dasharray="4"' : ""}/>`; }
  for (const n of g.nodes) { const b = L.boxes.get(n.key)!; s += `<rect x="${b.x - b.width / 2}" y="${b.y - b.height / 2}" width="${b.width}" height="${b.height}" rx="${n.op ? 8 : 2}" fill="${n.op ? "#eef" : "#efe"}" stroke="#333"/><text x="${b.x}" y="${b.y + 4}" text-anchor="middle" font-size="12" font-family="monospace">${n.label.replace("<","")}</text>`; }
  writeFileSync(`/tmp/tg/${name}.svg`, s + "</svg>");
}
test("look", () => {
  for (const [n, f] of Object.entries(fixtures)) { const s = storyOf(f()); svg(n, foldByLine(graphAt(s, s.length))); }
  { const s = storyOf(recurrent(5)); svg("rnn5", graphAt(s, s.length)); }
  { const s = storyOf(residual(6)); svg("res6", graphAt(s, s.length)); }
  { const s = storyOf(scalarNetwork([2,8,8,1])); svg("mlp8", graphAt(s, s.length)); }
  const big: Record<string, [any, number]> = {
    chain300: [chain(300),0], chain1000: [chain(1000),0], chain10000: [chain(10000),0],
    mlp300: [scalarNetwork([2, 8, 8, 1]),0], mlp1000: [scalarNetwork([2,16,16,1]),0], mlp10000: [scalarNetwork([10,48,48,10]),0],
    rnn300: [recurrent(37),0], rnn1000: [recurrent(125),0], rnn10000: [recurrent(1250),0],
    res300: [residual(100),0], res1000: [residual(333),0], res10000: [residual(3333),0],
  };
  for (const [n, [t]] of Object.entries(big)) {
    require("node:fs").appendFileSync("/tmp/tg/log", n+"\n"); const s = storyOf(t); const g = graphAt(s, s.length);
    const t0 = performance.now(); const L = layoutOf(g, size); const t1 = performance.now();
    const reps = g.nodes.length < 2000 ? 3 : 1; let w = 1e9; for (let i=0;i<reps;i++){const a=performance.now(); layoutOf(g,size); w=Math.min(w,performance.now()-a);}
    const t2 = performance.now(); const F = foldByLine(g); const t3=performance.now();
    const d = digraphOf(g); const p = properGraphOf(d, layersOf(d)); const c = crossingsOf(p, orderOf(p));
    require("node:fs").appendFileSync("/tmp/tg/log", "done\n"); console.log(n, g.nodes.length, g.edges.length, "cold", (t1 - t0).toFixed(1), "warm", w.toFixed(1), "crossings", c, "size", p.size, "h", L.height.toFixed(0), "fold", F.nodes.length, F.edges.length, (t3-t2).toFixed(1));
  }
}, 60000);
