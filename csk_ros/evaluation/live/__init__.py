"""The running node, judged by what it says on its topics."""
