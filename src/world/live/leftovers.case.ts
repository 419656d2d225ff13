/**
 * Looks at what the process holds: what it returns, called after something, says which sockets, timers and the like, by kind, are
 * left of it. `also`: names of more that is to be gone.
 */
export function watchLeftovers(also: () => string[] = () => []): () => Promise<string[]> {
  // They are opened when they are first used, by whoever it is.
  void [process.stdout, process.stderr];
  const look = (): string[] => [...process.getActiveResourcesInfo(), ...also()];
  const before = look();
  return async () => {
    // Handles that are closed go with the end of the loop's turn.
    for (let turns = 0; turns < 3; turns++) await new Promise((resolve) => setImmediate(resolve));
    const left = look();
    for (const one of before) if (left.includes(one)) left.splice(left.indexOf(one), 1);
    return left;
  };
}
