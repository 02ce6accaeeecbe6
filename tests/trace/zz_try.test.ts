import { test } from "vitest";
import { fixtures, trainingLoop, chain, recurrent } from "../fixtures/traces.ts";
import { storyOf } from "#trace/story.ts";
import { graphAt } from "#trace/graphAt.ts";
test("look", () => {
  for (const [name, f] of Object.entries(fixtures)) {
    const tr = f(); const t0 = performance.now(); const s = storyOf(tr); const t1 = performance.now();
    const g = graphAt(s, s.length); const t2 = performance.now(); 
    console.log(name, tr.events.length, "index", (t1-t0).toFixed(1), "graph", (t2-t1).toFixed(1), g.nodes.length, g.edges.length, g.structure);
    if (g.nodes.length < 20) console.log(g.nodes.map(n=>`${n.key} [${n.label}] ${n.kind}${n.isRoot?" root":""} L${n.line}`).join("\n"), "\n", g.edges.map(e=>e.key+(e.cut??"")).join("\n "));
  }
  const tr = trainingLoop(10000); let t0 = performance.now(); const s = storyOf(tr); let t1 = performance.now(); console.log("index 10k loop", tr.events.length, t1-t0);
  t0 = performance.now(); for (let i=0;i<1000;i++) graphAt(s, (i*337.7)%s.length); console.log("per graphAt", (performance.now()-t0)/1000);
  const c = storyOf(chain(10000)); for (const k of [5000, 9000, 15000,15002]) { t0 = performance.now(); graphAt(c,k); console.log("chain", k, performance.now()-t0); }
});
