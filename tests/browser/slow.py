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
    writers: set[asyncio.StreamWriter] = set()  # of both sides, also where nothing has been forwarded yet

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there_reader, there_writer = await asyncio.open_connection("localhost", port)
        except OSError:
            writer.close()
            return
        writers.add(there_writer)
        both = [loop.create_task(forward(*way)) for way in ((reader, there_writer), (there_reader, writer))]
        tasks.update(both)
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*both)
        writers.difference_update((writer, there_writer))

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.add(writer)
        tasks.add(loop.create_task(serve(reader, writer)))

    server = asyncio.run_coroutine_threadsafe(asyncio.start_server(accept, "localhost", 0), loop).result()
    try:
        yield f"http://localhost:{server.sockets[0].getsockname()[1]}"
    finally:

        async def end() -> None:
            server.close()
            # Whoever is being let in just now is let in first: cancelled halfway, a connection would stay open.
            while others := asyncio.all_tasks() - tasks - {asyncio.current_task()}:
                await asyncio.wait(others)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            for writer in writers:
                writer.transport.abort()
            await asyncio.sleep(0)  # what was aborted is closed in the loop's next round

        asyncio.run_coroutine_threadsafe(end(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
