/** Every rule; importing this fills the rule table. */
import "./adadelta.ts";
import "./adagrad.ts";
import "./adam.ts";
import "./adamax.ts";
import "./asgd.ts";
import "./nadam.ts";
import "./radam.ts";
import "./rmsprop.ts";
import "./rprop.ts";
import "./sgd.ts";
