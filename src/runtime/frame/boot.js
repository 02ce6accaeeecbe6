// The whole of the sandbox's document. Its text is fixed: both Content-Security-Policies name its hash.
// It starts and ends workers for the page that made it, and does nothing else; learners' code never runs in it.
(() => {
  const page = parent;
  if (self.origin !== "null" || page === self) throw new Error("This runs only inside the playground's sandbox.");
  const workers = new Map();
  let kit = null;
  const start = ({ key, snapshot, makeSnapshot }, port) => {
    const url = URL.createObjectURL(new Blob([kit.worker], { type: "text/javascript" }));
    const worker = new Worker(url);
    URL.revokeObjectURL(url);
    workers.set(key, worker);
    worker.onerror = (event) => page.postMessage({ type: "broken", key, reason: String(event.message) }, "*");
    // The worker reads its own script while the wasm is being compiled.
    const { worker: _, compiled, ...texts } = kit;
    compiled.then(
      (module) =>
        worker.postMessage(
          { port, kit: { ...texts, module }, snapshot, makeSnapshot },
          snapshot ? [port, snapshot] : [port],
        ),
      (error) => page.postMessage({ type: "broken", key, reason: String(error) }, "*"),
    );
  };
  addEventListener("message", (event) => {
    if (event.source !== page) return;
    const message = event.data;
    const [port] = event.ports;
    if (message.type === "init") {
      const { wasm, ...texts } = message.kit;
      kit = { ...texts, compiled: WebAssembly.compile(wasm) };
      kit.compiled.catch(() => undefined);
      port.postMessage("ready");
    } else if (message.type === "start") start(message, port);
    else if (message.type === "end") {
      workers.get(message.key)?.terminate();
      workers.delete(message.key);
    } else if (message.type === "ping") port.postMessage("pong");
  });
  page.postMessage({ type: "sandbox" }, "*");
})();
