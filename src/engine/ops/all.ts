/** Every family of ops; importing this fills the op table. */
import "./algebra.ts";
import "./core.ts";
import "./create.ts";
import "./random.ts";
