#include <QtTest/QTest>

#include <array>
#include <numeric>
#include <vector>

#include "model/native/kv_store.h"

using namespace molloquy::native;

/// Sequences as lists of places in shared pages.
class KvStoreTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void reordersMoveNoKeys();
  void slotsDoNotSharePages();
  void pagesNobodyReadsAreUsedAgain();
  void aWindowHidesOldTokens();
  void aKeptSequenceStandsBehindThePrompt();
};

namespace {

const KvShape kShape{2, 1, 4};

/// Writes a key and value of (number, number, ...) for the newest token in every layer.
void writeNewest(SequenceStore& store, int sequence, float number) {
  const std::array<float, 4> key{number, number, number, number};
  const SequenceStore::Place place = store.newest(sequence);
  for (int layer = 0; layer < kShape.layers; ++layer) {
    place.block->write(layer, 0, place.token, key.data(), key.data());
  }
}

int bitsOf(std::uint32_t mask) { return __builtin_popcount(mask); }

}  // namespace

void KvStoreTest::reordersMoveNoKeys() {
  SequenceStore store(kShape);
  store.begin(std::array{0, 0, 0});
  store.grow(std::array{0, 1, 2});
  const std::size_t before = store.bytes();
  // All continue sequence 1: three new places, the old one is shared.
  store.grow(std::array{1, 1, 1});
  QCOMPARE(store.bytes(), before);
  const SequenceStore::Pages pages = store.pages(0, 0);
  QCOMPARE(pages.blocks.size(), std::size_t{1});
  QCOMPARE(pages.masks.size(), std::size_t{3});
  for (const std::uint32_t mask : pages.masks) QCOMPARE(bitsOf(mask), 2);
  QCOMPARE(bitsOf(pages.masks[0] & pages.masks[1] & pages.masks[2]), 1);
}

void KvStoreTest::slotsDoNotSharePages() {
  SequenceStore store(kShape);
  store.begin(std::array{0, 5});
  store.grow(std::array{0, 1});
  QCOMPARE(store.pages(0, 0).blocks.size(), std::size_t{1});
  QCOMPARE(store.pages(5, 0).blocks.size(), std::size_t{1});
  QVERIFY(store.pages(0, 0).blocks[0] != store.pages(5, 0).blocks[0]);
  QCOMPARE(store.pages(7, 0).blocks.size(), std::size_t{0});
}

void KvStoreTest::pagesNobodyReadsAreUsedAgain() {
  SequenceStore store(kShape);
  store.begin(std::array{0, 0});
  // Only the first sequence survives each step, so half of all tokens are dead.
  for (int i = 0; i < 10 * kBlockTokens; ++i) store.grow(std::array{0, 0});
  QCOMPARE(store.length(0), 10 * kBlockTokens);
  // 20 pages were written to; those with only dead tokens are none here, since every page holds some
  // of sequence 0. A new run uses them all again.
  const std::size_t held = store.bytes();
  store.begin(std::array{3});
  for (int i = 0; i < 10 * kBlockTokens; ++i) store.grow(std::array{0});
  QCOMPARE(store.bytes(), held);
}

void KvStoreTest::aWindowHidesOldTokens() {
  SequenceStore store(kShape);
  store.begin(std::array{0});
  for (int i = 0; i < 40; ++i) store.grow(std::array{0});
  const SequenceStore::Pages pages = store.pages(0, 3);
  QCOMPARE(pages.masks.size(), std::size_t{2});
  QCOMPARE(pages.masks[0], 0U);
  QCOMPARE(bitsOf(pages.masks[1]), 3);
}

void KvStoreTest::aKeptSequenceStandsBehindThePrompt() {
  Prompt prompt;
  SequenceStore store(kShape);
  store.begin(std::array{0, 0});
  store.grow(std::array{0, 1});
  writeNewest(store, 0, 1.0F);
  writeNewest(store, 1, 2.0F);
  store.grow(std::array{1, 0});
  writeNewest(store, 0, 3.0F);
  writeNewest(store, 1, 4.0F);
  store.appendTo(prompt, 0);
  QCOMPARE(prompt.length, 2);
  // Keys [d / 2, 32, 2]: 2.0 then 3.0 in the first two tokens, as bfloat16.
  const std::uint16_t* keys = prompt.blocks[0]->keys(1, 0);
  QCOMPARE(keys[0], std::uint16_t{0x4000});
  QCOMPARE(keys[2], std::uint16_t{0x4040});
  QCOMPARE(keys[4], std::uint16_t{0});
}

QTEST_APPLESS_MAIN(KvStoreTest)
#include "kv_store_test.moc"
