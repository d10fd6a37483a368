#pragma once

// Precompiled for the files of this library; no project headers here.
#include <torch/torch.h>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>
