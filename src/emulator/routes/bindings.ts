import type { HttpBindings } from "@hono/node-server";

/** What the server passes to each request. */
export interface Bindings {
  Bindings: HttpBindings;
}
