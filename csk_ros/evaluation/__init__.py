"""How good labels are, of pictures and of recordings, and what if a camera had failed."""

from csk_ros.inference.process_environment import let_threads_sleep

# Before torch is loaded.
let_threads_sleep()
