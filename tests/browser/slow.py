"""A connection as some schools have it: everything takes a while to arrive, in both directions."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def delayed(port: int, seconds: float) -> Iterator[str]:
    """Return the address of a proxy to `localhost:port` that holds every byte back for `seconds`, both ways."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="slow connection", daemon=True)
    thread.start()

    async def forward(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while chunk := await reader.read(2**16):
                # Not a sleep before each chunk, which would limit how much comes through and not when.
                loop.call_later(seconds, writer.write, chunk)
            await asyncio.sleep(seconds)
        except OSError:
            pass  # the other side has gone
        finally:
            writer.transport.abort()

    tasks: set[asyncio.Task[None]] = set()
    writers: list[asyncio.StreamWriter] = []  # of both sides, also where nothing has been forwarded yet

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there_reader, there_writer = await asyncio.open_connection("localhost", port)
        except OSError:
            writer.close()
            return
        writers.append(there_writer)
        both = [loop.create_task(forward(*way)) for way in ((reader, there_writer), (there_reader, writer))]
        tasks.update(both)
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*both)

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        tasks.add(loop.create_task(serve(reader, writer)))

    server = asyncio.run_coroutine_threadsafe(asyncio.start_server(accept, "localhost", 0), loop).result()
    try:
        yield f"http://localhost:{server.sockets[0].getsockname()[1]}"
    finally:

        async def end() -> None:
            # Whoever is being let in just now is let in first: a server that is closed, or a task that is cancelled
            # halfway, would leave the connection open.
            for listening in server.sockets:
                loop.remove_reader(listening.fileno())
            while others := asyncio.all_tasks() - tasks - {asyncio.current_task()}:
                await asyncio.wait(others)
            server.close()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            # All, whatever became of them: who is cancelled before it began does not clear up.
            for writer in writers:
                writer.transport.abort()
            for writer in writers:
                with suppress(OSError):  # how it ended is of no interest
                    await writer.wait_closed()

        asyncio.run_coroutine_threadsafe(end(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
