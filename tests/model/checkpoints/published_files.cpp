#include "published_files.h"

#include <QTest>
#include <cstring>
#include <functional>
#include <nlohmann/json.hpp>
#include <numeric>

#include "model/base/atomic_file.h"
#include "model/base/half_numbers.h"
#include "pickle_bytes.h"
#include "test_archive.h"

namespace published_files {
namespace fs = std::filesystem;
using namespace molloquy;
using namespace molloquy::checkpoints;
using namespace pickle_bytes;

namespace {

constexpr int kWords = 40;

std::int64_t countOf(const ExpectedTensor& tensor) {
  return std::accumulate(tensor.shape.begin(), tensor.shape.end(), std::int64_t{1},
                         std::multiplies<>());
}

float numberOf(std::size_t seed, std::size_t i) {
  return (static_cast<float>((seed * 31 + i * 7) % 255) - 127.0F) / 64.0F;
}

std::vector<float> numbersOf(const ExpectedTensor& tensor) {
  const std::size_t seed = std::accumulate(tensor.name.begin(), tensor.name.end(), std::size_t{0});
  std::vector<float> numbers(static_cast<std::size_t>(countOf(tensor)));
  for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = numberOf(seed, i);
  return numbers;
}

/// One storage with all tensors one after the other, as flat training buffers are saved.
void writeFlat(const fs::path& path, const ExpectedTensors& tensors) {
  std::string bytes;
  std::int64_t total = 0;
  for (const ExpectedTensor& tensor : tensors) total += countOf(tensor);
  std::string state = global("collections", "OrderedDict") + ")R(";
  std::int64_t offset = 0;
  for (const ExpectedTensor& tensor : tensors) {
    std::string shape;
    std::string strides;
    std::int64_t stride = countOf(tensor);
    for (const std::int64_t size : tensor.shape) {
      stride /= size;
      shape += longNumber(size);
      strides += longNumber(stride);
    }
    state += text(tensor.name) +
             pickle_bytes::tensor(storage("BFloat16Storage", "0", total), offset, shape, strides);
    for (const float value : numbersOf(tensor)) {
      const std::uint16_t bits = bfloat16FromFloat(value);
      bytes.append(reinterpret_cast<const char*>(&bits), sizeof bits);
    }
    offset += countOf(tensor);
  }
  writeArchive(path, {{"archive/data.pkl", program(dict("state_dict", state + "u"))},
                      {"archive/data/0", bytes},
                      {"archive/version", "3\n"}});
}

void writeFloats(const fs::path& path, const ExpectedTensors& tensors) {
  std::vector<std::vector<float>> values;
  std::vector<TensorToWrite> toWrite;
  values.reserve(tensors.size());
  for (const ExpectedTensor& tensor : tensors) {
    const auto& numbers = values.emplace_back(numbersOf(tensor));
    toWrite.push_back(
        {tensor.name, TensorType::F32, tensor.shape, std::as_bytes(std::span(numbers))});
  }
  QVERIFY(writeSafetensors(path, toWrite, {}).has_value());
}

}  // namespace

molm::Config sizes() {
  molm::Config config;
  config.unimol.layers = 2;
  config.unimol.embedDim = 8;
  config.unimol.ffnDim = 16;
  config.unimol.heads = 2;
  config.unimol.gaussianKernels = 4;
  config.qformer.hidden = 64;
  config.qformer.layers = 2;
  config.qformer.heads = 1;
  config.qformer.intermediate = 32;
  config.qformer.queryTokens = 2;
  config.qformer.encoderWidth = 8;
  config.llama.vocab = 600;
  config.llama.hidden = 16;
  config.llama.intermediate = 24;
  config.llama.layers = 2;
  config.llama.heads = 2;
  config.llama.kvHeads = 1;
  config.llama.lora = llama::LoraConfig{};
  config.llama.lora->rank = 4;
  return config;
}

qformer::Config stage1Sizes() {
  qformer::Config config = sizes().qformer;
  config.textPath = true;
  config.vocab = kWords + 1;
  config.maxPosition = 16;
  return config;
}

float number(const std::string& name, std::size_t i) {
  return numberOf(std::accumulate(name.begin(), name.end(), std::size_t{0}), i);
}

void write(const fs::path& path, const ExpectedTensors& tensors) {
  path.extension() == ".ckpt" ? writeFlat(path, tensors) : writeFloats(path, tensors);
}

void writeAll(const fs::path& folder) {
  const molm::Config config = sizes();
  const fs::path language = folder / "llm";
  fs::create_directory(language);
  write(folder / "unimol.pt", unimolTensors(config.unimol));
  write(language / "model.safetensors", languageModelTensors(config.llama));
  write(folder / "generalist.ckpt", stage2Tensors(config.qformer, config.llama));
  write(folder / "stage1.ckpt", stage1Tensors(stage1Sizes(), 12));
  std::string words = "[PAD]\n";
  for (int i = 1; i < kWords; ++i) {
    words += i == 5 ? "[CLS]\n" : i == 6 ? "[SEP]\n" : "word" + std::to_string(i) + "\n";
  }
  const nlohmann::json fields = {{"model_type", "llama"},
                                 {"vocab_size", config.llama.vocab},
                                 {"hidden_size", config.llama.hidden},
                                 {"intermediate_size", config.llama.intermediate},
                                 {"num_hidden_layers", config.llama.layers},
                                 {"num_attention_heads", config.llama.heads},
                                 {"num_key_value_heads", config.llama.kvHeads},
                                 {"rms_norm_eps", 1e-6},
                                 {"eos_token_id", 2}};
  QVERIFY(writeFileAtomically(folder / "vocab.txt", words).has_value());
  QVERIFY(writeFileAtomically(language / "config.json", fields.dump()).has_value());
  fs::copy_file(fs::path(MOLLOQUY_TEST_DATA) / "golden" / "tokenizer" / "sp_bpe600.model",
                language / "tokenizer.model");
}

}  // namespace published_files
