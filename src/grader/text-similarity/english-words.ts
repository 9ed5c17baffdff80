/**
 * English abbreviations that take a full stop, in lower case and without that stop: our own list of what newspapers
 * write (titles, dates, companies, places), because Punkt learned from newspapers. It leaves out words that more often
 * end sentences (no, fig, wash), and scholarly abbreviations, after which Punkt splits (e.g).
 */
export const abbreviations: ReadonlySet<string> = new Set(
  [
    "mr mrs ms messrs mme mlle dr prof rev hon sr jr st gen col maj capt cmdr lt sgt cpl pvt adm gov sen rep supt",
    "inc corp co cos ltd bros mfg dept assn ave blvd mt ft",
    "jan feb aug sept oct nov dec a.m p.m a.d b.c ph.d m.d i.e vs",
    "u.s u.k u.n u.s.a u.s.s.r d.c n.y l.a n.j n.c s.c n.h n.m n.d s.d r.i",
    "ala ariz calif colo conn fla ga kan ky minn mont neb nev okla pa tenn va vt wis",
  ].flatMap((line) => line.split(" ")),
);

/** Words, in lower case, that start a sentence if they are capitalised after an abbreviation or an initial. */
export const sentenceStarters: ReadonlySet<string> = new Set(
  [
    "a an the this that these those there it he she they we you i his her their our its",
    "in at on for if when while as since after before and but although though because however moreover meanwhile",
  ].flatMap((line) => line.split(" ")),
);
