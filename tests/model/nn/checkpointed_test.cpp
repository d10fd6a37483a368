#include <torch/torch.h>

#include <QTest>

#include "model/nn/checkpointed.h"
#include "model/nn/torch_compat.h"
#include "model/qformer/graph_mask.h"
#include "tests/model/nn/tiny_model.h"

using namespace molloquy;
using nn::Activations;

namespace {

/// A loss and the gradient of every parameter.
struct Outcome {
  at::Tensor loss;
  std::map<std::string, at::Tensor> gradients;
};

Outcome outcome(torch::nn::Module& module, const std::function<at::Tensor()>& loss) {
  module.zero_grad();
  torch::manual_seed(5);
  Outcome result{loss(), {}};
  result.loss.backward();
  for (const auto& parameter : module.named_parameters()) {
    if (parameter.value().grad().defined()) {
      result.gradients[parameter.key()] = parameter.value().grad().clone();
    }
  }
  return result;
}

void verifySame(const Outcome& kept, const Outcome& recomputed) {
  QVERIFY(at::equal(kept.loss, recomputed.loss));
  QCOMPARE(kept.gradients.size(), recomputed.gradients.size());
  QVERIFY(!kept.gradients.empty());
  for (const auto& [name, gradient] : kept.gradients) {
    const auto found = recomputed.gradients.find(name);
    QVERIFY2(found != recomputed.gradients.end(), name.c_str());
    QVERIFY2(at::equal(gradient, found->second), name.c_str());
  }
}

molm::Config withDropout() {
  molm::Config config = tests::tinyConfig();
  config.unimol.dropout = config.qformer.dropout = config.llama.dropout = 0.2;
  config.qformer.textPath = true;
  config.qformer.vocab = 24;
  config.qformer.maxPosition = 16;
  return config;
}

/// A network that remembers how often it ran, and the numbers inside without keeping them.
struct Watched : torch::nn::Module {
  Watched() : linear(register_module("linear", torch::nn::Linear(4, 4))) {}

  std::vector<at::Tensor> run(Activations activations, const std::vector<at::Tensor>& inputs) {
    return nn::checkpointed(activations, *this, inputs, [this](const std::vector<at::Tensor>& in) {
      ++runs;
      const at::Tensor raw = linear->forward(in[0]);  // what the gradient of gelu needs
      const at::Tensor inner = at::gelu(raw);
      watched =
          c10::intrusive_ptr<c10::StorageImpl>::reclaim_copy(raw.storage().unsafeGetStorageImpl());
      at::Tensor out = at::dropout(inner, 0.5, is_training());
      if (in.size() > 1 && in[1].defined()) out = out * in[1];
      return std::vector<at::Tensor>{out, in[0] * 2.0};
    });
  }

  torch::nn::Linear linear;
  int runs = 0;
  c10::weak_intrusive_ptr<c10::StorageImpl> watched{c10::intrusive_ptr<c10::StorageImpl>()};
};

}  // namespace

class CheckpointedTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { at::set_num_threads(1); }

  void aNetworkLearnsTheSameToTheBit_data() {
    QTest::addColumn<QString>("network");
    QTest::addColumn<bool>("autocast");
    for (const char* network : {"encoder", "querying transformer", "language model"}) {
      QTest::addRow("%s in float32 with dropout", network) << network << false;
      QTest::addRow("%s under bfloat16 autocast with dropout", network) << network << true;
    }
  }

  void aNetworkLearnsTheSameToTheBit() {
    QFETCH(QString, network);
    QFETCH(bool, autocast);
    const molm::Config config = withDropout();
    torch::manual_seed(1);
    const auto compare = [&](auto module, const std::function<at::Tensor()>& loss) {
      {
        const torch::NoGradGuard noGrad;
        for (at::Tensor& parameter : module->parameters()) parameter.normal_(0.0, 0.3);
      }
      module->train();
      const auto under = [&] {
        const nn::Bfloat16Autocast half(at::kCPU, autocast);
        return loss();
      };
      module->setActivations(Activations::Keep);
      const Outcome kept = outcome(*module, under);
      module->setActivations(Activations::Recompute);
      verifySame(kept, outcome(*module, under));
    };
    const auto graphs = unimol::collateGraphs(tests::twoMolecules(config.unimol), config.unimol,
                                              unimol::GraphPadding::ToMultiple);
    if (network == "encoder") {
      unimol::Encoder encoder(config.unimol);
      compare(encoder, [&] {
        const unimol::EncoderOutput out = encoder->encode(graphs);
        const at::Tensor pairs = out.pairs.masked_fill(out.pairs.isinf(), 0.0);
        return out.atoms.to(at::kFloat).square().sum() + pairs.to(at::kFloat).sin().sum();
      });
    } else if (network == "querying transformer") {
      qformer::QFormer qformer(config.qformer);
      const at::Tensor queries = torch::randn({2, 2, 16});
      const at::Tensor graph = torch::randn({2, 7, 16}).set_requires_grad(true);
      const at::Tensor ids = torch::randint(0, 24, {2, 6}, torch::kInt64);
      compare(qformer, [&] {
        qformer::QFormerInput asks;
        asks.queries = queries;
        asks.graph = graph;
        const qformer::QFormerOutput read = qformer->forward(asks);
        qformer::QFormerInput writes;
        writes.textIds = ids;
        writes.queryCache = &read.cache;
        writes.textReach = qformer::TextReach::Causal;
        return read.hidden.to(at::kFloat).sin().sum() +
               qformer->forward(writes).hidden.to(at::kFloat).square().sum();
      });
    } else {
      llama::Decoder decoder(config.llama);
      const at::Tensor ids = torch::randint(0, 24, {2, 9}, torch::kInt64);
      at::Tensor attend = torch::ones({2, 9}, torch::kBool);
      attend[1].narrow(0, 0, 3).fill_(false);
      compare(decoder, [&] {
        llama::DecoderInput input;
        input.embeddings = decoder->embed(ids);
        input.attend = attend;
        return decoder->logits(decoder->forward(input)).to(at::kFloat).square().sum();
      });
    }
  }

  void nothingInsideIsKept_data() {
    QTest::addColumn<bool>("recompute");
    QTest::addColumn<int>("runs");
    QTest::newRow("kept: one run, the inside stays") << false << 1;
    QTest::newRow("recomputed: two runs, the inside goes") << true << 2;
  }

  void nothingInsideIsKept() {
    QFETCH(bool, recompute);
    QFETCH(int, runs);
    Watched network;
    const auto out = network.run(recompute ? Activations::Recompute : Activations::Keep,
                                 {torch::ones({2, 4}), torch::full({2, 4}, 3.0)});
    QCOMPARE(network.watched.expired(), recompute);
    out[0].sum().backward();
    QCOMPARE(network.runs, runs);
  }

  void withoutGradientsItRunsOnce() {
    Watched network;
    {
      const torch::NoGradGuard noGrad;
      QVERIFY(!network.run(Activations::Recompute, {torch::ones({2, 4})})[0].requires_grad());
    }
    network.linear->weight.set_requires_grad(false);
    network.linear->bias.set_requires_grad(false);
    QVERIFY(!network.run(Activations::Recompute, {torch::ones({2, 4})})[0].requires_grad());
    QCOMPARE(network.runs, 2);
  }

  void frozenParametersLetGradientsThrough() {
    Watched network;
    network.eval();
    for (at::Tensor& parameter : network.parameters()) parameter.set_requires_grad(false);
    const at::Tensor x = torch::randn({2, 4}).set_requires_grad(true);
    const at::Tensor kept =
        torch::autograd::grad({network.run(Activations::Keep, {x})[0].sum()}, {x})[0];
    const at::Tensor again =
        torch::autograd::grad({network.run(Activations::Recompute, {x})[0].sum()}, {x})[0];
    QVERIFY(at::equal(kept, again));
  }

  void callsMayBeNestedAndInputsUndefined() {
    torch::manual_seed(2);
    Watched network;
    const at::Tensor x = torch::randn({2, 4}).set_requires_grad(true);
    const auto nested = [&](Activations activations) {
      network.zero_grad();
      torch::manual_seed(9);
      const auto out = nn::checkpointed(
          activations, network, {x, at::Tensor()}, [&network, activations](const auto& in) {
            return network.run(activations, {network.run(activations, {in[0], in[1]})[0]});
          });
      return torch::autograd::grad({out[0].square().sum() + out[1].sum()},
                                   {x, network.linear->weight});
    };
    const auto kept = nested(Activations::Keep);
    const auto again = nested(Activations::Recompute);
    QVERIFY(at::equal(kept[0], again[0]));
    QVERIFY(at::equal(kept[1], again[1]));
  }

  void theRandomNumbersGoOnAsIfNothingHappened() {
    Watched network;
    const auto after = [&](Activations activations) {
      torch::manual_seed(4);
      network.run(activations, {torch::ones({2, 4})})[0].sum().backward();
      return torch::rand({3});
    };
    QVERIFY(at::equal(after(Activations::Keep), after(Activations::Recompute)));
  }

  void changesBetweenTheTwoRunsAreNoticed_data() {
    QTest::addColumn<QString>("change");
    QTest::newRow("the training mode") << "mode";
    QTest::newRow("a parameter") << "parameter";
    QTest::newRow("an input") << "input";
  }

  void changesBetweenTheTwoRunsAreNoticed() {
    QFETCH(QString, change);
    Watched network;
    const at::Tensor x = torch::ones({2, 4});
    const at::Tensor loss = network.run(Activations::Recompute, {x})[0].sum();
    {
      const torch::NoGradGuard noGrad;
      if (change == "mode") network.eval();
      if (change == "parameter") network.linear->weight.mul_(2.0);
      if (change == "input") x.mul_(2.0);
    }
    QVERIFY_EXCEPTION_THROWN(loss.backward(), c10::Error);
  }
};

QTEST_APPLESS_MAIN(CheckpointedTest)
#include "checkpointed_test.moc"
