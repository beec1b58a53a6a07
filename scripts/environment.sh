# The environment that the scripts run ROS 2 in; to be sourced. What is set already stays as it is.
# shellcheck shell=bash

csk_ros_root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

# Images need more shared memory than Fast DDS takes by itself. Its variable changed its name with Kilted, which warns
# about the old one.
if [[ -z ${FASTDDS_DEFAULT_PROFILES_FILE:-}${FASTRTPS_DEFAULT_PROFILES_FILE:-} ]]; then
  case ${ROS_DISTRO:-} in
    humble | iron | jazzy) export FASTRTPS_DEFAULT_PROFILES_FILE="$csk_ros_root/config/fastdds.xml" ;;
    *) export FASTDDS_DEFAULT_PROFILES_FILE="$csk_ros_root/config/fastdds.xml" ;;
  esac
fi

# Neither the demo nor the tests are to talk to a robot in the same network.
if [[ ${ROS_DISTRO:-} == humble ]]; then
  export ROS_LOCALHOST_ONLY="${ROS_LOCALHOST_ONLY:-1}"
else
  export ROS_AUTOMATIC_DISCOVERY_RANGE="${ROS_AUTOMATIC_DISCOVERY_RANGE:-LOCALHOST}"
fi

# The ROS wheels set LD_LIBRARY_PATH once and leave this behind; inherited from another virtual environment it would
# keep them from finding their libraries in this one.
unset _ROS_WHEELS_BOOTSTRAP_COMPLETE
