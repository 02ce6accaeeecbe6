import { createRequire } from "node:module";

// TensorFlow.js's modules still ask for Node's `require`, which a module does not have.
Object.assign(globalThis, { require: createRequire(import.meta.url) });
