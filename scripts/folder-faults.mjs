import { dirname } from "node:path/posix";

/** The most files a folder may hold: what a newcomer takes in at a glance. */
const mostFiles = 25;

/** The library's face imports from every floor, while the files next to it are the ground floor. */
const face = "src/index.ts";

/**
 * The faults of src/'s folders, one line each.
 * @param modules as dependency-cruiser gives them: `source`, and `dependencies` with `resolved`
 * @param rooms the folders that the table names
 */
export function folderFaults(modules, rooms) {
  const sources = modules
    .map(({ source }) => source)
    .filter((path) => path.startsWith("src/") && path !== face);
  const folders = [...new Set(sources.map((path) => dirname(path)))]
    .filter((folder) => folder !== "src")
    .toSorted((a, b) => (a < b ? -1 : 1));
  const arrows = new Map(folders.map((folder) => [folder, new Set()]));
  for (const { source, dependencies } of modules) {
    for (const { resolved } of dependencies) {
      const [from, to] = [dirname(source), dirname(resolved)];
      if (source !== face && from !== to && arrows.has(to)) arrows.get(from)?.add(to);
    }
  }
  return [
    ...folders
      .filter((folder) => !rooms.includes(folder))
      .map((folder) => `${folder}: no row of the table of rooms`),
    ...rooms
      .filter((room) => !folders.includes(room))
      .map((room) => `${room}: in the table of rooms, and no folder with files`),
    ...folders
      .filter((folder) => folders.some((other) => other.startsWith(`${folder}/`)))
      .map((folder) => `${folder}: holds files and folders: what stands at its root is on two floors`),
    ...folders.flatMap((folder) => {
      const count = sources.filter((path) => dirname(path) === folder).length;
      return count > mostFiles ? [`${folder}: ${count} files, more than ${mostFiles}`] : [];
    }),
    ...circles(arrows).map((circle) => `folders import each other in a circle: ${circle.join(" -> ")}`),
  ];
}

/** A cycle through each folder that has one; two folders that import each other give one cycle each. */
function circles(arrows) {
  return [...arrows.keys()].flatMap((start) => {
    const cameFrom = new Map();
    const waiting = [start];
    for (const here of waiting) {
      for (const next of arrows.get(here) ?? []) {
        if (next === start) return [wayTo(here, cameFrom, [start])];
        if (!cameFrom.has(next)) {
          cameFrom.set(next, here);
          waiting.push(next);
        }
      }
    }
    return [];
  });
}

/** The folders from the start of a walk to `here`, then `behind`. */
function wayTo(here, cameFrom, behind) {
  const before = cameFrom.get(here);
  return before === undefined ? [here, ...behind] : wayTo(before, cameFrom, [here, ...behind]);
}
