import { createServer, type Server } from "node:net";

const listen = (): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => resolve(server));
  });

const close = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()));

const portOf = (server: Server): number => {
  const bound = server.address();
  if (bound === null || typeof bound === "string") throw new Error("freePorts: the server is not bound to a port");
  return bound.port;
};

/** Five different TCP ports of the loopback interface that are free now. */
export async function freePorts(): Promise<[number, number, number, number, number]> {
  const servers = await Promise.all([listen(), listen(), listen(), listen(), listen()]);
  const [a, b, c, d, e] = servers;
  const ports: [number, number, number, number, number] = [portOf(a), portOf(b), portOf(c), portOf(d), portOf(e)];
  await Promise.all(servers.map(close));
  return ports;
}
