/**
 * The header in which our emulator says by how many seconds its simulated clock is ahead of the real time: its `Date` is
 * simulated on purpose, and no fault of this machine's clock. Azure sends none.
 */
export const simulatedAheadHeader = "x-rft-simulated-ahead";
