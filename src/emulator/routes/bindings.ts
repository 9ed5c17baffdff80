import type { HttpBindings } from "@hono/node-server";

/** What the server hands to each request of the emulator. */
export interface Bindings {
  Bindings: HttpBindings;
}
