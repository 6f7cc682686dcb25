const span = (first: number) => Array.from({ length: 17 }, (_, index) => first + index);

/** Section 3 of the product's port map with offset 1: who reaches whom where, and nobody else does. */
export const portTable: [from: string, to: string, ports: number[], protocol?: "tcp" | "udp"][] = [
  ["node", "node", [4000, 11225, 10006, 7078, 11001]],
  ["node", "node", [12001, 12501, 13001, 13501, 14001, 14501].flatMap(span)],
  ["gateway", "node", [7612, 7712]],
  ["office", "node", [9444]],
  ["apiManager", "node", [9444]],
  ["operator", "bastion", [22]],
  ["bastion", "node", [22]],
  ["node", "database", [3306]],
  ["bastion", "database", [3306]],
  ["deployer", "database", [3306]],
  ["node", "packages", [80, 443]],
  ["bastion", "packages", [443]],
  ["node", "svn", [3690]],
  ["node", "resolver", [53]],
  ["bastion", "resolver", [53]],
  ["node", "resolver", [53], "udp"],
  ["bastion", "resolver", [53], "udp"],
];

const closed = [
  80, 443, 9443, 9763, 9764, 7611, 7711, 9611, 9612, 9711, 9712, 11224, 10005, 11000, 6067, 4041, 8082, 11501,
  18081, 10000, 11112, 7444, 9643, 45564, 15000, 8904, 10389, 8000, 10500, 4001, 3307,
];
/** Every port of the map, those that are to stay closed, and the neighbours of each. */
export const allPorts = [
  ...new Set(
    [...portTable.flatMap(([, , some]) => some), ...closed].flatMap((port) => [port - 1, port, port + 1]),
  ),
];
