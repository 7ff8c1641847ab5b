import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Connections on which no request has come yet, or not whole. Node counts them as busy and would wait for them for ever when the server stops; nothing of
 * theirs is under way, so they are closed. Returns what does that.
 */
export function watchUnheard(server: Server): () => void {
  const unheard = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    unheard.add(socket);
    socket.once('close', () => unheard.delete(socket));
  });
  server.on('request', ({ socket }) => unheard.delete(socket));
  return () => {
    for (const socket of unheard) socket.destroy();
  };
}
