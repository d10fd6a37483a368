#include "model/checkpoints/assemble.h"

#include <QTemporaryDir>
#include <QTest>
#include <cstring>
#include <nlohmann/json.hpp>
#include <optional>

#include "model/base/atomic_file.h"
#include "model/base/half_numbers.h"
#include "model/checkpoints/model_folder.h"
#include "model/checkpoints/sha256.h"
#include "model/checkpoints/weight_files.h"
#include "published_files.h"

using namespace molloquy;
using namespace molloquy::checkpoints;
namespace fs = std::filesystem;
using nlohmann::json;
using published_files::number;

namespace {

/// Number `i` of a written tensor as a float.
float written(const WeightView& view, std::size_t i) {
  if (view.entry().type == TensorType::BF16) {
    std::uint16_t bits = 0;
    std::memcpy(&bits, &view.bytes()[i * 2], 2);
    return floatFromBfloat16(bits);
  }
  float value = 0;
  std::memcpy(&value, &view.bytes()[i * 4], 4);
  return value;
}

json readJson(const fs::path& path) {
  const auto text = readFile(path);
  return text ? json::parse(*text, nullptr, false) : json();
}

constexpr std::uintmax_t kSmallShard = 50'000;

}  // namespace

class AssembleTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { published_files::writeAll(m_originals.path().toStdString()); }

  void init() {
    m_dir.emplace();
    fs::copy(m_originals.path().toStdString(), folder(), fs::copy_options::recursive);
    m_input = AssembleInput();
    m_input.uniMol = folder() / "unimol.pt";
    m_input.llmFolder = folder() / "llm";
    m_input.checkpoint = folder() / "generalist.ckpt";
    m_input.output = folder() / "made";
  }

  void aModelIsMade() {
    const auto report = assembleModel(m_input);
    QVERIFY2(report.has_value(), report ? "" : report.error().toString().c_str());
    QCOMPARE(report->files, std::vector<std::string>{"model.safetensors"});
    const json object = readJson(m_input.output / "config.json");
    const auto config = molm::configFromJson(object);
    QVERIFY2(config.has_value(), config ? "" : config.error().message.c_str());
    QCOMPARE(config->name, std::string("made"));
    QCOMPARE(config->llama.vocab, 602);
    QCOMPARE(config->llama.lora->rank, 4);
    QCOMPARE(config->llama.lora->alpha, 32.0);
    QCOMPARE(config->llama.lora->targets.size(), std::size_t(7));
    QCOMPARE(config->special.begin.value, 2);
    QCOMPARE(config->special.end.value, 2);
    QCOMPARE(config->special.pad.value, 600);
    QCOMPARE(config->special.molecule.value, 601);
    QCOMPARE(int(config->graphMask), int(qformer::GraphMaskPolicy::PadReadout));
    QVERIFY(config->answerPrefixBos);
    QCOMPARE(config->unimol.layers, 2);
    QCOMPARE(config->qformer.crossAttentionFreq, 2);
    QVERIFY(fs::exists(m_input.output / "tokenizer.model"));
    QVERIFY(!fs::exists(m_input.output / "assemble.partial.json"));
    const json& sources = object["provenance"]["sources"];
    QCOMPARE(sources.size(), std::size_t(5));
    QCOMPARE(sources[0]["sha256"].get<std::string>(), *sha256OfFile(m_input.uniMol));
  }

  void numbersArriveUnderOurNames_data() {
    QTest::addColumn<QString>("ours");
    QTest::addColumn<QString>("published");
    QTest::addColumn<int>("type");
    const auto row = [](const char* ours, const char* published, TensorType type) {
      QTest::addRow("%s", ours) << ours << published << int(type);
    };
    row("graph_encoder.encoder.layers.1.fc1.weight", "encoder.layers.1.fc1.weight",
        TensorType::F32);
    row("query_tokens", "blip2opt.query_tokens", TensorType::BF16);
    row("Qformer.bert.encoder.layer.1.output_query.dense.bias",
        "blip2opt.Qformer.bert.encoder.layer.1.output_query.dense.bias", TensorType::BF16);
    row("llm_proj.weight", "blip2opt.llm_proj.weight", TensorType::BF16);
    row("llm_model.model.layers.1.self_attn.k_proj.lora_B.weight",
        "blip2opt.llm_model.base_model.model.model.layers.1.self_attn.k_proj.lora_B.default.weight",
        TensorType::BF16);
    row("llm_model.model.layers.0.mlp.down_proj.weight", "model.layers.0.mlp.down_proj.weight",
        TensorType::BF16);
    row("llm_model.model.embed_tokens.weight", "model.embed_tokens.weight", TensorType::BF16);
    row("llm_model.lm_head.weight", "lm_head.weight", TensorType::BF16);
  }
  void numbersArriveUnderOurNames() {
    QFETCH(QString, ours);
    QFETCH(QString, published);
    QFETCH(int, type);
    QVERIFY(assembleModel(m_input).has_value());
    const auto files = WeightFiles::open(m_input.output);
    QVERIFY(files.has_value());
    const WeightView* view = files->find(ours.toStdString());
    QVERIFY(view != nullptr);
    QCOMPARE(int(view->entry().type), type);
    const std::size_t width = bytesPerNumber(view->entry().type);
    const std::size_t count = view->bytes().size() / width;
    const bool grown = ours.endsWith("embed_tokens.weight") && ours.startsWith("llm_model");
    const std::size_t filled = grown || ours.endsWith("lm_head.weight") ? 600 * 16 : count;
    for (std::size_t i = 0; i < count; i += i < filled ? 97 : 1) {
      QCOMPARE(written(*view, i), i < filled ? number(published.toStdString(), i) : 0.0F);
    }
  }

  void shardsHoldEveryTensorOnce() {
    m_input.shardBytes = kSmallShard;
    const auto report = assembleModel(m_input);
    QVERIFY2(report.has_value(), report ? "" : report.error().toString().c_str());
    QVERIFY(report->files.size() > 2);
    const auto files = WeightFiles::open(m_input.output);
    QVERIFY2(files.has_value(), files ? "" : files.error().message.c_str());
    QCOMPARE(files->files().size(), report->files.size());
    QCOMPARE(std::int64_t(files->tensors().size()), report->tensors);
    QCOMPARE(files->totalBytes(), report->bytes);
    QVERIFY(files->metadata().contains("source.uni_mol.unimol.pt"));
  }

  void aStoppedRunGoesOn() {
    m_input.shardBytes = kSmallShard;
    std::stop_source stop;
    std::size_t written = 0;
    const auto first = assembleModel(
        m_input,
        [&](const AssembleProgress& progress) {
          if (progress.doing.starts_with("writing model-00003")) stop.request_stop();
          ++written;
        },
        stop.get_token());
    QVERIFY(!first.has_value());
    QVERIFY(first.error().message.find("Assembling was stopped") != std::string::npos);
    QVERIFY(!fs::exists(m_input.output / "config.json"));
    const auto second = assembleModel(m_input);
    QVERIFY2(second.has_value(), second ? "" : second.error().toString().c_str());
    QVERIFY(second->reused.size() >= 2);
    QVERIFY(second->reused.size() < second->files.size());

    AssembleInput atOnce = m_input;
    atOnce.output = folder() / "elsewhere" / "made";
    QVERIFY(assembleModel(atOnce).has_value());
    for (const std::string& name : second->files) {
      QCOMPARE(*sha256OfFile(m_input.output / name), *sha256OfFile(atOnce.output / name));
    }
  }

  void otherSourcesStartAfresh() {
    m_input.shardBytes = kSmallShard;
    std::stop_source stop;
    const auto stopLate = [&](const AssembleProgress& progress) {
      if (progress.doing.starts_with("writing model-00003")) stop.request_stop();
    };
    QVERIFY(!assembleModel(m_input, stopLate, stop.get_token()).has_value());
    ExpectedTensors changed = unimolTensors(published_files::sizes().unimol);
    std::swap(changed[0], changed[1]);
    published_files::write(m_input.uniMol, changed);
    const auto report = assembleModel(m_input);
    QVERIFY2(report.has_value(), report ? "" : report.error().toString().c_str());
    QVERIFY(report->reused.empty());
  }

  void aStopBeforeTheFirstByteMakesNothing() {
    std::stop_source stop;
    stop.request_stop();
    QVERIFY(!assembleModel(m_input, {}, stop.get_token()).has_value());
    QVERIFY(!fs::exists(m_input.output));
  }

  void stage1GoesIntoItsOwnFile() {
    m_input.stage1 = folder() / "stage1.ckpt";
    m_input.vocabulary = folder();
    const auto report = assembleModel(m_input);
    QVERIFY2(report.has_value(), report ? "" : report.error().toString().c_str());
    QCOMPARE(report->files.back(), std::string("stage1.safetensors"));
    const auto file = SafetensorsFile::open(m_input.output / "stage1.safetensors");
    QVERIFY(file.has_value());
    QVERIFY(file->find("Qformer.cls.predictions.bias") != nullptr);
    QVERIFY(file->find("Qformer.cls.predictions.decoder.weight") == nullptr);
    QVERIFY(file->find("gtm_head.weight") != nullptr);
    const json stage1 = readJson(m_input.output / "stage1.json")["qformer"];
    QCOMPARE(stage1["projection_dim"].get<int>(), 12);
    QCOMPARE(stage1["cls_id"].get<int>(), 5);
    QCOMPARE(stage1["dec_token_id"].get<int>(), 40);
    QCOMPARE(stage1["vocab"].get<int>(), 41);
    const auto model = openModelFolder(m_input.output);
    QVERIFY2(model.has_value(), model ? "" : model.error().message.c_str());
    QCOMPARE(model->stage1Files.size(), std::size_t(3));
    const auto described = describeModelFolder(*model);
    QVERIFY2(described.has_value(), described ? "" : described.error().message.c_str());
    QCOMPARE(described->parts.size(), std::size_t(4));
    QVERIFY(described->provenance.contains("source.stage1.stage1.ckpt"));
  }

  void progressCountsToItsEnd() {
    AssembleProgress last;
    QVERIFY(assembleModel(m_input, [&](const AssembleProgress& now) {
              QVERIFY(now.done >= last.done);
              last = now;
            }).has_value());
    QCOMPARE(last.done, last.total);
  }

  void whatDoesNotFitIsRefused_data() {
    QTest::addColumn<QString>("change");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char* change, const char* reason) {
      QTest::addRow("%s", change) << change << reason;
    };
    row("only a language model", "is a plain language model and can be opened as it is");
    row("no folder with a language model", "There is no folder");
    row("stage 1 without words", "give their vocab.txt too");
    row("stage 1 with other words", "has 1 words, but the stage-1 checkpoint knows 40");
    row("stage 1 that is stage 2", "The tensor blip2qformer.query_tokens is missing");
    row("a checkpoint that is stage 1", "The tensor blip2opt.query_tokens is missing");
    row("a checkpoint with a missing tensor",
        "lacks the tensor blip2opt.ln_graph.bias of shape [8]");
    row("a checkpoint of another language model",
        "has the tensor blip2opt.llm_proj.weight of shape [32, 64] where [16, 64] is expected, "
        "and");
    row("a Uni-Mol with more layers of another width",
        "of shape [99, 8] where [16, 8] is expected");
    row("a Uni-Mol of another width", "qformer.encoder_width");
    row("a checkpoint that is a web page", "is neither a safetensors file nor a PyTorch archive");
    row("a folder that holds a model", "already holds a model");
    row("a tokenizer of another model", "has 600 pieces, but the language model's embedding only");
    row("a tokenizer that is none", "is not a SentencePiece tokenizer");
    row("a language model without end", "names no eos_token_id");
  }
  void whatDoesNotFitIsRefused() {
    QFETCH(QString, change);
    QFETCH(QString, reason);
    apply(change);
    const auto report = assembleModel(m_input);
    QVERIFY(!report.has_value());
    QVERIFY2(report.error().toString().find(reason.toStdString()) != std::string::npos,
             report.error().toString().c_str());
    QVERIFY(!fs::exists(m_input.output / "model.safetensors"));
  }

  void aPaddedEmbeddingKeepsItsRows() {
    molm::Config config = published_files::sizes();
    config.llama.vocab = 640;
    published_files::write(m_input.llmFolder / "model.safetensors",
                           languageModelTensors(config.llama));
    patchLanguage({{"vocab_size", 640}});
    QVERIFY(assembleModel(m_input).has_value());
    const auto made = molm::configFromJson(readJson(m_input.output / "config.json"));
    QVERIFY(made.has_value());
    QCOMPARE(made->llama.vocab, 640);
    QCOMPARE(made->special.pad.value, 600);
  }

 private:
  fs::path folder() const { return m_dir->path().toStdString(); }

  void patchLanguage(const json& patch) {
    json object = readJson(m_input.llmFolder / "config.json");
    object.merge_patch(patch);
    QVERIFY(writeFileAtomically(m_input.llmFolder / "config.json", object.dump()).has_value());
  }

  void apply(const QString& change) {
    const molm::Config config = published_files::sizes();
    if (change == "only a language model") m_input.uniMol.clear();
    if (change == "no folder with a language model") m_input.llmFolder /= "absent";
    if (change.startsWith("stage 1")) {
      m_input.stage1 = change.endsWith("stage 2") ? m_input.checkpoint : folder() / "stage1.ckpt";
      if (!change.endsWith("without words")) m_input.vocabulary = folder() / "vocab.txt";
    }
    if (change == "stage 1 with other words") {
      QVERIFY(writeFileAtomically(folder() / "vocab.txt", "[PAD]\n").has_value());
    }
    if (change == "a checkpoint that is stage 1") m_input.checkpoint = folder() / "stage1.ckpt";
    if (change == "a checkpoint with a missing tensor") {
      ExpectedTensors tensors = stage2Tensors(config.qformer, config.llama);
      std::erase_if(tensors, [](const auto& t) { return t.name == "blip2opt.ln_graph.bias"; });
      published_files::write(m_input.checkpoint, tensors);
    }
    if (change == "a checkpoint of another language model") {
      llama::Config wider = config.llama;
      wider.hidden = 32;
      published_files::write(m_input.checkpoint, stage2Tensors(config.qformer, wider));
    }
    if (change == "a Uni-Mol with more layers of another width") {
      ExpectedTensors tensors = unimolTensors(config.unimol);
      for (ExpectedTensor& tensor : tensors) {
        if (tensor.name == "encoder.layers.1.fc1.weight") tensor.shape[0] = 99;
      }
      published_files::write(m_input.uniMol, tensors);
    }
    if (change == "a Uni-Mol of another width") {
      unimol::Config wider = config.unimol;
      wider.embedDim = 10;
      published_files::write(m_input.uniMol, unimolTensors(wider));
    }
    if (change == "a checkpoint that is a web page") {
      QVERIFY(writeFileAtomically(m_input.checkpoint, "<html>").has_value());
    }
    if (change == "a folder that holds a model") {
      fs::create_directory(m_input.output);
      QVERIFY(writeFileAtomically(m_input.output / "config.json", "{}").has_value());
    }
    if (change == "a tokenizer of another model") {
      llama::Config smaller = config.llama;
      smaller.vocab = 500;
      published_files::write(m_input.llmFolder / "model.safetensors",
                             languageModelTensors(smaller));
      patchLanguage({{"vocab_size", 500}});
    }
    if (change == "a tokenizer that is none") {
      QVERIFY(writeFileAtomically(m_input.llmFolder / "tokenizer.model", "no").has_value());
    }
    if (change == "a language model without end") patchLanguage({{"eos_token_id", nullptr}});
  }

  QTemporaryDir m_originals;
  std::optional<QTemporaryDir> m_dir;
  AssembleInput m_input;
};

QTEST_APPLESS_MAIN(AssembleTest)
#include "assemble_test.moc"
